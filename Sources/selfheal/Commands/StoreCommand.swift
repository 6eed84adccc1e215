import ArgumentParser
import Domain
import Foundation
import SQLiteStore

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

        func file(_ named: String?) throws -> StoreFile {
            if let named { return try StoreFile(path: named) }
            let settings = try ServiceSettings(
                try ConfigurationFile.load(config), environment: ProcessInfo.processInfo.environment, host: nil,
                port: nil, data: data)
            return try StoreFile(path: settings.database)
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
            commandName: "migrate", abstract: "Brings the schema up to date; not while a service uses the store.",
            discussion:
                "The service does the same when it starts. Example: selfheal store migrate selfheal-data/selfheal.db")

        @Argument(help: "The store's file; standard: that of the configuration.")
        var file: String?
        @OptionGroup var place: Place

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let store = try place.file(file)
                let folder = URL(filePath: store.path).standardizedFileURL.deletingLastPathComponent()
                let lock = try StoreLock(notWhileServiceUses: folder.path(percentEncoded: false).trimmingSuffix("/"))
                defer { withExtendedLifetime(lock) {} }
                let added = try store.migrate()
                try place.tell(
                    ["added": added],
                    added.isEmpty
                        ? "\(store.path) is up to date" : "\(store.path) has now \(added.joined(separator: ", "))")
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Checks schema, integrity and references; also while the service runs.",
            discussion: "Exit status 1 when something is wrong. Example: selfheal store check selfheal-data/selfheal.db"
        )

        @Argument(help: "The store's file; standard: that of the configuration.")
        var file: String?
        @OptionGroup var place: Place

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let store = try place.file(file)
                let check = try store.check()
                var lines = ["\(store.path): schema \(check.schema.last ?? "none")"]
                if check.isNewer { lines.append("it was written by a newer version of selfheal: use that one") }
                if !check.missing.isEmpty {
                    lines.append("`selfheal store migrate` would add \(check.missing.joined(separator: ", "))")
                }
                lines += check.problems.isEmpty ? ["nothing is wrong with it"] : check.problems
                try place.tell(check, lines.joined(separator: "\n  "))
                if !check.isSound { throw ExitStatus.failuresRemain }
            }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Makes a consistent, checked copy of the store; also while the service runs.",
            discussion: """
                To restore it: stop the service, remove selfheal.db-wal and selfheal.db-shm, put the copy in the place of \
                selfheal.db, start. Example: selfheal store backup /backup/selfheal.db --data /var/lib/selfheal
                """)

        @Argument(help: "The copy; a file that is there already is not replaced.")
        var file: String
        @Option(help: "The store's file; standard: that of the configuration.")
        var store: String?
        @OptionGroup var place: Place

        private struct Copied: Encodable {
            let file: String
            let bytes: Int
        }

        func run() async throws {
            try await Reporting.errors(as: ExitStatus.failuresRemain) {
                let source = try place.file(store)
                let bytes = try source.backUp(to: file)
                try place.tell(
                    Copied(file: file, bytes: bytes), "\(source.path) was copied to \(file), \(bytes) octets")
            }
        }
    }
}
