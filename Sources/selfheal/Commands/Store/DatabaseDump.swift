import Foundation
import PostgresStore
import RelationalStore
import Tools

/// A consistent copy of a PostgreSQL store, by PostgreSQL's own `pg_dump`, while services use it.
struct DatabaseDump {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let address: PostgresAddress
    let tools: ToolRunner
    var environment = ProcessInfo.processInfo.environment

    private static let timeout = Duration.seconds(3600)
    private static let package = "Debian's package postgresql-client has it, in the server's version or a newer one"

    /// - Returns: octets of the copy.
    func write(to file: String) async throws -> Int {
        let files = FileManager.default
        guard !files.fileExists(atPath: file) else {
            throw Failed(description: "\(file) is there already, and a backup replaces nothing: choose another name")
        }
        let part = file + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        // It holds what the store holds, so that it is nobody else's to read.
        guard files.createFile(atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Failed(
                description: "\(file) cannot be written: choose a folder that exists and that this user may use")
        }
        defer { try? files.removeItem(atPath: part) }
        try await dump(to: part)
        try files.moveItem(atPath: part, toPath: file)
        return (try files.attributesOfItem(atPath: file)[.size] as? NSNumber)?.intValue ?? 0
    }

    private func dump(to part: String) async throws {
        let words = ["pg_dump", "--format=custom", "--no-password", "--file=\(part)"]
        let command = ToolRunner.Command(words, environment: try variables(), timeout: Self.timeout)
        let end: ToolRunner.Captured
        do {
            end = try await tools.capture(command)
        } catch let error as ToolRunner.CannotStart {
            throw Failed(description: "\(error): install pg_dump (\(Self.package))")
        }
        guard end.status == 0 else {
            throw Failed(
                description: "pg_dump of \(address) ended with \(end.status) (\(Self.package)): "
                    + address.redacted(String(end.errors.suffix(1000))))
        }
    }

    /// Every user of the machine sees the arguments of a program, so that how the database is signed in to stands here. As for
    /// the service, what the address does not say may stand in libpq's own variables.
    private func variables() throws(SQLFailure) -> [String: String] {
        environment.filter { ["PATH", "HOME", "LANG"].contains($0.key) || $0.key.hasPrefix("PG") }
            .merging(try address.environment()) { $1 }
    }
}
