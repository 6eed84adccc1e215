import ArgumentParser
import Domain
import Foundation
import PostgresStore
import SQLiteStore
import Tools

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Looks after the job store: schema, integrity, consistent copies.",
        discussion: "Example: selfheal store backup /backup/selfheal.db --data /var/lib/selfheal",
        subcommands: [Migrate.self, Check.self, Backup.self])

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    /// Which store is meant.
    struct Place: ParsableArguments {
        @Option(help: "Configuration file; standard: selfheal.yaml of this folder, where there is one.")
        var config: String?
        @Option(help: "Data folder of the service; standard: selfheal-data.")
        var data: String?
        @Option(help: "What is printed: text or json.")
        var format = Format.text

        func settings() throws -> ServiceSettings {
            try ServiceSettings(
                try ConfigurationFile.load(config), environment: ProcessInfo.processInfo.environment, host: nil,
                port: nil, data: data)
        }

        /// - Parameter named: a file, or the address of a database; nil: that of the configuration.
        func store(_ named: String?) throws -> StoreAddress {
            guard let named else { return try settings().store }
            guard StoreAddress.schemes.contains(where: named.hasPrefix) else { return .sqlite(path: named) }
            do throws(StoreAddress.Unreadable) {
                return try StoreAddress(named)
            } catch {
                throw ConfigurationError(problems: [error.problem])
            }
        }

        func tell(_ value: some Encodable, _ text: String) throws {
            switch format {
            case .text: print(text)
            case .json: print(String(decoding: try JSON.encode(value, pretty: true), as: UTF8.self))
            }
        }
    }

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "migrate",
            abstract: "Brings the schema up to date; of a file only while no service uses it.",
            discussion:
                "The service does the same when it starts. Example: selfheal store migrate selfheal-data/selfheal.db")

        @Argument(help: "The store's file or address; standard: that of the configuration.")
        var store: String?
        @OptionGroup var place: Place

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let address = try place.store(store)
                let added = try await added(to: address)
                try place.tell(
                    ["added": added],
                    added.isEmpty ? "\(address) is up to date" : "\(address) has now \(added.joined(separator: ", "))")
            }
        }

        private func added(to address: StoreAddress) async throws -> [String] {
            switch address {
            case .postgres(let address): return try await PostgresStoreCheck.migrate(PostgresSettings(address: address))
            case .sqlite(let path):
                let file = try StoreFile(path: path)
                let folder = URL(filePath: path).standardizedFileURL.deletingLastPathComponent()
                let lock = try StoreLock(notWhileServiceUses: folder.path(percentEncoded: false).trimmingSuffix("/"))
                defer { withExtendedLifetime(lock) {} }
                return try file.migrate()
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Checks schema, integrity, stuck jobs and artifacts; also while the service runs.",
            discussion: "Exit status 1 when something is wrong. Example: selfheal store check selfheal-data/selfheal.db"
        )

        @Argument(help: "The store's file or address; standard: that of the configuration.")
        var store: String?
        @OptionGroup var place: Place

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let data = store == nil || place.data != nil ? try place.settings().data : nil
                let found = try await StoreExamination(try place.store(store), data: data)
                try place.tell(found, found.text)
                if !found.isSound { throw ExitStatus.failuresRemain }
            }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Makes a consistent copy of the store; also while the service runs.",
            discussion: """
                To restore a file: stop the service, remove selfheal.db-wal and selfheal.db-shm, put the copy in the place of \
                selfheal.db, start. A PostgreSQL database is copied by pg_dump in its custom format, and restored by \
                pg_restore into an empty one. Example: selfheal store backup /backup/selfheal.db --data /var/lib/selfheal
                """)

        @Argument(help: "The copy; a file that is there already is not replaced.")
        var file: String
        @Option(help: "The store's file or address; standard: that of the configuration.")
        var store: String?
        @OptionGroup var place: Place

        private struct Copied: Encodable {
            let file: String
            let bytes: Int
        }

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let address = try place.store(store)
                let bytes: Int
                switch address {
                case .sqlite(let path): bytes = try StoreFile(path: path).backUp(to: file)
                case .postgres(let address):
                    bytes = try await DatabaseDump(address: address, tools: ToolRunner(owner: "store")).write(to: file)
                }
                try place.tell(Copied(file: file, bytes: bytes), "\(address) was copied to \(file), \(bytes) octets")
            }
        }
    }
}
