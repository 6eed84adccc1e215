import GRDB
import RelationalStore

/// One transaction for many writes, in which each stands or falls for itself.
struct GroupTransaction {
    /// A write failed that had changed something before.
    private struct NeedsSavepoints: Error {}

    private let group: [any GroupMember]
    private let database: Database
    private let connection: SQLiteConnection

    init(_ group: [any GroupMember], _ database: Database) {
        self.group = group
        self.database = database
        connection = SQLiteConnection(database: database)
    }

    /// - Throws: when nothing of the group was written.
    func run() throws {
        do {
            try transaction(carryOut)
        } catch is NeedsSavepoints {
            // This is rare, and a savepoint for each of them would cost as much as their statements.
            try transaction(carryOutAfterSavepoint)
        }
    }

    private func transaction(_ carryOut: (any GroupMember) throws -> Void) throws {
        try connection.change("BEGIN IMMEDIATE", [])
        do {
            for member in group {
                try carryOut(member)
                // A full disk ends the whole transaction, also that of those before.
                guard database.isInsideTransaction else { throw GroupCommitError.ended }
            }
            try connection.change("COMMIT", [])
        } catch {
            if database.isInsideTransaction { _ = try? connection.change("ROLLBACK", []) }
            throw error
        }
    }

    /// A write that failed at its first change has left nothing behind: a statement takes its own changes back.
    private func carryOut(_ member: any GroupMember) throws {
        let changes = database.totalChangesCount
        do {
            try member.run(connection)
        } catch {
            if database.isInsideTransaction, database.totalChangesCount != changes { throw NeedsSavepoints() }
        }
    }

    private func carryOutAfterSavepoint(_ member: any GroupMember) throws {
        try connection.change("SAVEPOINT member", [])
        do {
            try member.run(connection)
        } catch {
            guard database.isInsideTransaction else { return }
            try connection.change("ROLLBACK TO member", [])
        }
        try connection.change("RELEASE member", [])
    }
}
