import Foundation
import PostgresStore
import Tools

/// A consistent copy of a PostgreSQL store, by PostgreSQL's own `pg_dump`, while services use it.
struct DatabaseDump {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// As `DATABASE_URL` has it.
    let url: String
    let tools: ToolRunner

    private static let timeout = Duration.seconds(3600)

    /// - Returns: octets of the copy.
    func write(to file: String) async throws -> Int {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw Failed(description: "\(file) is there already, and a backup replaces nothing: choose another name")
        }
        // What stands in a command can be read by every user of the machine, so that the password does not.
        guard var parts = URLComponents(string: url) else {
            throw Failed(description: "the store's address cannot be read")
        }
        var environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "LANG"].contains($0.key) }
        environment["PGPASSWORD"] = parts.password
        parts.password = nil
        let part = file + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: part) }
        let words = ["pg_dump", "--format=custom", "--file=\(part)", "--dbname=\(parts.string ?? "")"]
        let end = try await tools.capture(.init(words, environment: environment, timeout: Self.timeout))
        guard end.status == 0 else {
            throw Failed(
                description: "pg_dump failed (Debian's package postgresql-client has it): \(end.output.suffix(500))")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: part)
        try FileManager.default.moveItem(atPath: part, toPath: file)
        return (try FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.intValue ?? 0
    }
}
