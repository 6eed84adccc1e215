import Foundation
import Queue
import RelationalStore
import SQLiteStore

/// The log that tells a command what was done before: that of the service's store, or of `heal` where no service was ever
/// started in the folder.
struct PlaybookLog {
    let actions: RelationalActionLog
    private var locks: [StoreLock] = []

    /// For a look; also while a service runs.
    /// - Returns: nil when nothing was ever done here.
    static func read(_ settings: ServiceSettings) async throws -> RelationalActionLog? {
        guard let database = settings.store.path else { return try await shared(settings) }
        let path = [database, foreground(settings)].first { FileManager.default.fileExists(atPath: $0) }
        return try path.map { try RelationalActionLog.sqlite(path: $0, use: .looking) }
    }

    /// For acting. Two that use one file would not see what the other does in the meantime, so no service may run on it; in a
    /// database that is made for several, each sees what the others do.
    init(_ settings: ServiceSettings) async throws {
        guard let database = settings.store.path else {
            actions = try await Self.shared(settings)
            return
        }
        let files = FileManager.default
        let log = Self.foreground(settings)
        if !files.fileExists(atPath: database), files.fileExists(atPath: log) {
            actions = try .sqlite(path: log)
            return
        }
        let home = URL(filePath: database).deletingLastPathComponent().path(percentEncoded: false)
        locks = try Set([settings.data, home.trimmingSuffix("/")]).sorted().map { folder in
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            return try StoreLock(notWhileServiceUses: folder)
        }
        actions = RelationalActionLog(in: try .sqlite(path: database))
    }

    private static func shared(_ settings: ServiceSettings) async throws -> RelationalActionLog {
        RelationalActionLog(in: try await OpenStore.open(settings.store).jobs)
    }

    private static func foreground(_ settings: ServiceSettings) -> String { settings.data + "/actions.db" }
}

extension StoreLock {
    struct InUse: Error, CustomStringConvertible {
        let folder: String
        var description: String {
            "a service or another command is using \(folder): stop it first, because two at once would not see what the "
                + "other one does"
        }
    }

    convenience init(notWhileServiceUses folder: String) throws {
        do {
            try self.init(folder: folder)
        } catch is StoreLock.Taken {
            throw InUse(folder: folder)
        }
    }
}
