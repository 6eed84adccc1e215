internal import CLinux
internal import Glibc

/// Runs `body` on a new thread, so that it may block for as long as it likes, and waits for its result.
func onOwnThread<Value: Sendable>(named name: String, _ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        let work = Work(name: name) { continuation.resume(returning: body()) }
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                pthread_setname_np(pthread_self(), work.name)
                work.run()
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(result == 0, "pthread_create failed with \(result): raise the limit of threads (ulimit -u)")
        pthread_detach(thread)
    }
}

private final class Work: Sendable {
    /// Linux shows the first 15 octets.
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = String(name.prefix(15))
        self.run = run
    }
}
