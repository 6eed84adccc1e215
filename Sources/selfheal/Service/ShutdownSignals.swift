import Dispatch
import Foundation

/// SIGTERM and SIGINT, so that the service can end in order.
enum ShutdownSignals {
    /// Returns with the first of them, or when the task is cancelled.
    static func first() async {
        let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = [SIGTERM, SIGINT].map { number in
            // The source sees it all the same; the default would end the process at once.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
