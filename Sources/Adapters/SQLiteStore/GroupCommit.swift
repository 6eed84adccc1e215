import Dispatch
import GRDB
import RelationalStore
import Synchronization

/// Writes that come while another one is being synced to disk share the next commit, and so its sync. A single one never
/// waits for company: only between the groups of callers that keep writing side by side are those of the last one given a
/// moment to come back (`patience`).
///
/// Each write of a group stands or falls for itself; none has returned before the commit of its group is on disk.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [any GroupMember] = []
        var isWriting = false
        /// How many have to be there before the writer goes on; nil while it waits for nobody.
        var awaited: Int?
        var company = Company()
    }

    /// More than this would keep readers of the log waiting.
    private static let limit = 512
    /// How much longer a group may take because those of the last one are given time to come back: a tenth. On a slow disk
    /// that is more than they need, and on a fast one they are not missed.
    private static let patience = 10

    private let writer: any DatabaseWriter
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "selfheal.store.commits", qos: .userInitiated)
    private let complete = DispatchSemaphore(value: 0)

    init(_ writer: any DatabaseWriter) { self.writer = writer }

    func add<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            add(GroupWrite(body, continuation))
        }
    }

    private func add(_ member: any GroupMember) {
        let (mustStart, isComplete) = state.withLock { state in
            state.waiting.append(member)
            let isComplete = state.waiting.count == state.awaited
            defer { state.isWriting = true }
            return (!state.isWriting, isComplete)
        }
        if mustStart { queue.async { self.writeAll() } }
        if isComplete { complete.signal() }
    }

    private func writeAll() {
        while let group = next() {
            let start = DispatchTime.now()
            do {
                try writer.writeWithoutTransaction { try GroupTransaction(group, $0).run() }
                for member in group { member.finish(nil) }
            } catch {
                let failure = SQLiteConnection.failure(error)
                for member in group { member.finish(failure) }
            }
            awaitReturn(of: group.count, since: start)
        }
    }

    private func awaitReturn(of count: Int, since start: DispatchTime) {
        let now = DispatchTime.now()
        let patience = (now.uptimeNanoseconds - start.uptimeNanoseconds) / UInt64(Self.patience)
        let mustWait = state.withLock { state in
            guard state.company.isLikelyToReturn(after: count), state.waiting.count < count else { return false }
            state.awaited = count
            return true
        }
        guard mustWait else { return }
        let end = complete.wait(timeout: now + .nanoseconds(Int(patience)))
        let isComplete = state.withLock { state in
            state.awaited = nil
            return state.waiting.count >= count
        }
        // Whoever made it complete in this very moment has signalled or is about to.
        if end == .timedOut, isComplete { complete.wait() }
    }

    private func next() -> [any GroupMember]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(Self.limit))
            state.waiting.removeFirst(group.count)
            state.isWriting = !group.isEmpty
            if group.isEmpty { state.company = Company() }
            return group.isEmpty ? nil : group
        }
    }
}

extension GroupCommit {
    /// Whether those whose writes shared a commit will write again at once. Without a moment for them the first to come back
    /// would have a commit for itself, and all others had to wait for it. But what came together once, as deliveries do, need
    /// not come again, and whoever comes alone after it would wait for nobody.
    struct Company {
        /// How many commits of several writes there were since there was last nothing to write.
        private var groups = 0

        /// - Parameter count: writes of the commit that is on disk now.
        mutating func isLikelyToReturn(after count: Int) -> Bool {
            guard count > 1 else { return false }
            groups += 1
            return groups > 1
        }
    }
}
