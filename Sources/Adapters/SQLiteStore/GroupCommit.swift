import Dispatch
import GRDB
import RelationalStore
import Synchronization

/// Writes that come while another one is being synced to disk share the next commit, and so its sync. The first one never
/// waits for company.
///
/// Each write of a group stands or falls for itself; none has returned before the commit of its group is on disk.
final class GroupCommit: Sendable {
    /// A write that waits for its commit.
    private struct Member: Sendable {
        let isOneStatement: Bool
        /// Carries it out, and keeps its outcome for `finish`. Throws what it throws.
        let run: @Sendable (SQLiteConnection) throws -> Void
        /// Answers whoever waits; with an error when the commit failed.
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Member] = []
        var isWriting = false
    }

    /// More than this would keep readers of the log waiting.
    private static let limit = 512

    private let writer: any DatabaseWriter
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "selfheal.store.commits", qos: .userInitiated)

    init(_ writer: any DatabaseWriter) { self.writer = writer }

    func add<Value: Sendable>(
        isOneStatement: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = Mutex<Result<Value, any Error>?>(nil)
            let member = Member(
                isOneStatement: isOneStatement,
                run: { connection in
                    let result = Result { try body(connection) }
                    outcome.withLock { $0 = result }
                    _ = try result.get()
                },
                finish: { error in
                    let failure = error ?? GroupCommitError.notRun
                    continuation.resume(
                        with: error == nil ? outcome.withLock(\.self) ?? .failure(failure) : .failure(failure))
                })
            add(member)
        }
    }

    private func add(_ member: Member) {
        let mustStart = state.withLock { state in
            state.waiting.append(member)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { self.writeAll() } }
    }

    private func writeAll() {
        while let group = next() {
            do {
                try writer.writeWithoutTransaction { try Self.write(group, $0) }
                for member in group { member.finish(nil) }
            } catch {
                let failure = SQLiteConnection.failure(error)
                for member in group { member.finish(failure) }
            }
        }
    }

    private func next() -> [Member]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(Self.limit))
            state.waiting.removeFirst(group.count)
            state.isWriting = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    /// - Throws: when nothing of the group was written.
    private static func write(_ group: [Member], _ database: Database) throws {
        let connection = SQLiteConnection(database: database)
        try database.beginTransaction(.immediate)
        do {
            for member in group {
                // One statement takes its own changes back when it fails.
                if member.isOneStatement {
                    try? member.run(connection)
                } else {
                    try run(member, connection)
                }
                // A full disk ends the whole transaction, also that of those before.
                guard database.isInsideTransaction else { throw GroupCommitError.ended }
            }
            try database.commit()
        } catch {
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
    }

    private static func run(_ member: Member, _ connection: SQLiteConnection) throws {
        let database = connection.database
        try connection.change("SAVEPOINT member", [])
        do {
            try member.run(connection)
            try connection.change("RELEASE member", [])
        } catch {
            guard database.isInsideTransaction else { return }
            try connection.change("ROLLBACK TO member", [])
            try connection.change("RELEASE member", [])
        }
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
