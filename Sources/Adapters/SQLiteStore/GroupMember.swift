import RelationalStore
import Synchronization

/// A write that waits for its commit.
protocol GroupMember: AnyObject, Sendable {
    /// Carries it out, and keeps its outcome for `finish`; it may be called again after what it changed was taken back.
    /// - Throws: what the write throws.
    func run(_ connection: SQLiteConnection) throws
    /// Answers whoever waits, once: with the error when the commit failed.
    func finish(_ failure: (any Error)?)
}

final class GroupWrite<Value: Sendable>: GroupMember {
    private let body: @Sendable (any SQLConnection) throws -> Value
    private let continuation: UnsafeContinuation<Value, any Error>
    private let outcome = Mutex<Result<Value, any Error>>(.failure(GroupCommitError.notRun))

    init(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        _ continuation: UnsafeContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(_ connection: SQLiteConnection) throws {
        let result = Result { try body(connection) }
        outcome.withLock { $0 = result }
        _ = try result.get()
    }

    func finish(_ failure: (any Error)?) {
        continuation.resume(with: failure.map { .failure($0) } ?? outcome.withLock(\.self))
    }
}

enum GroupCommitError: Error, CustomStringConvertible {
    case notRun, ended

    var description: String {
        switch self {
        case .notRun: "the write was not carried out"
        case .ended: "the database ended the transaction, as it does when the disk is full or fails"
        }
    }
}
