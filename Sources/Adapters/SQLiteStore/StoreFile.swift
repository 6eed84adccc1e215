import Foundation
import GRDB

/// A store as somebody looks at it who does not own it: only read, so that it may be in use by a service meanwhile.
package struct StoreFile: Sendable {
    package struct Check: Sendable, Encodable {
        /// Steps of the schema that the file has, and those that this version would add.
        package let schema: [String], missing: [String]
        /// What SQLite finds wrong with it; empty: nothing.
        package let problems: [String]
        /// The file was written by a newer version than this one.
        package let isNewer: Bool

        package var isSound: Bool { problems.isEmpty && !isNewer }
    }

    package struct Unfit: Error, CustomStringConvertible {
        package let description: String

        static func isNewer(_ path: String) -> Self {
            Self(description: "\(path) was written by a newer version of selfheal: use that one")
        }
    }

    private static let problemLimit = 20
    package let path: String

    /// - Throws: `Unfit` when there is no such file.
    package init(path: String) throws {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Unfit(description: "there is no store at \(path): name its file, or the --data folder of the service")
        }
        self.path = path
    }

    package func check() throws -> Check {
        try reading { database in
            let migrator = Migrations.migrator
            let applied = try migrator.appliedIdentifiers(database)
            guard !applied.isEmpty else { throw Unfit(description: "\(path) is no store of selfheal") }
            let integrity = try String.fetchAll(database, sql: "PRAGMA integrity_check(\(Self.problemLimit))")
            let strays = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").prefix(Self.problemLimit)
            return Check(
                schema: migrator.migrations.filter(applied.contains),
                missing: migrator.migrations.filter { !applied.contains($0) },
                problems: integrity.filter { $0 != "ok" }
                    + strays.map {
                        "a row of \($0[0] as String? ?? "a table") belongs to none of \($0[2] as String? ?? "")"
                    },
                isNewer: try migrator.hasBeenSuperseded(database))
        }
    }

    /// Makes a consistent copy, whatever is written meanwhile, and checks it before it gets its name.
    /// - Returns: octets of the copy.
    package func backUp(to copy: String) throws -> Int {
        let files = FileManager.default
        guard !files.fileExists(atPath: copy) else {
            throw Unfit(description: "\(copy) is there already, and a backup replaces nothing: choose another name")
        }
        let part = copy + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        // It holds what the store holds, so that it is nobody else's to read.
        guard files.createFile(atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Unfit(
                description: "\(copy) cannot be written: choose a folder that exists and that this user may use")
        }
        defer { try? files.removeItem(atPath: part) }
        try write(to: part)
        let check = try StoreFile(path: part).check()
        guard check.isSound else {
            throw Unfit(
                description: "the copy is damaged, and so is \(path): \(check.problems.joined(separator: "; "))")
        }
        try files.moveItem(atPath: part, toPath: copy)
        return (try files.attributesOfItem(atPath: copy)[.size] as? NSNumber)?.intValue ?? 0
    }

    private func write(to part: String) throws {
        var configuration = Configuration()
        configuration.label = "selfheal.backup"
        let target = try DatabaseQueue(path: part, configuration: configuration)
        try reader().backup(to: target)
        try target.writeWithoutTransaction { database in
            // Only with its own journal mode is the copy one file; the service sets the other one again.
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try target.close()
        try FileHandle(forUpdating: URL(filePath: part)).synchronize()
    }

    private func reader() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.label = "selfheal.look"
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try reader().read(body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw Unfit(description: "\(path) is no SQLite database")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw Unfit(description: "\(path) is damaged: restore the newest backup (\(error.message ?? "malformed"))")
        }
    }
}

extension StoreFile {
    /// Brings the schema up to date. The caller holds the lock of the folder.
    /// - Returns: the steps that were added.
    package func migrate() throws -> [String] {
        let before = try check()
        guard !before.isNewer else {
            throw Unfit.isNewer(path)
        }
        _ = try SQLiteDatabase(path: path)
        return before.missing
    }
}
