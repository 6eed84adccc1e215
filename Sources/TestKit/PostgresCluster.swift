import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server of the tests' own, with the programs that this machine has: in a folder below `/tmp`, on a socket
/// there and on no port. A shell watches over it that ends with this process, however that ends, and takes it all away.
package final class PostgresCluster: Sendable {
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// The newest server that Debian has installed.
    private static let programs: String? = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        return versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
    }()

    package static var isInstalled: Bool { programs != nil }
    package static let missing =
        "SKIPPED: there is no PostgreSQL below /usr/lib/postgresql; scripts/test installs it (Debian's package postgresql)"

    /// The one that the tests of this process share; each of them makes a database of its own in it.
    package static func shared() async throws -> PostgresCluster { try await common.value }
    private static let common = Task { try await PostgresCluster.started() }

    private let folder: String
    private let programs: String
    private let shell = Process()
    private let commands = Pipe()
    private let answers = Pipe()
    private let databases = Atomic(0)

    /// - Parameter fsync: false is faster, and what the service refuses to work with.
    package static func started(fsync: Bool = true) async throws -> PostgresCluster {
        guard let programs else { throw Failed(description: missing) }
        return try await onThread { try PostgresCluster(programs: programs, fsync: fsync) }
    }

    private init(programs: String, fsync: Bool) throws {
        self.programs = programs
        // The path of a socket has 107 octets at most.
        folder = "/tmp/selfheal-pg-\(UUID().uuidString.prefix(8))"
        shell.executableURL = URL(filePath: "/usr/bin/setsid")
        // PostgreSQL does not run as root.
        let user = geteuid() == 0 ? "nobody" : ""
        shell.arguments = ["bash", "-c", Self.script, "cluster", folder, programs, user, fsync ? "on" : "off"]
        shell.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]
        shell.standardInput = commands
        shell.standardOutput = answers
        // Another program that a test starts would keep the shell waiting for words after this process has ended.
        _ = fcntl(commands.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try shell.run()
        try expect("started")
    }

    /// A new database.
    /// - Parameter role: `guarded` has to give its password, which is `a secret of the tests`; `selfheal` need not.
    /// - Returns: its `DATABASE_URL`
    package func newDatabase(role: String = "selfheal", password: String? = nil) async throws -> String {
        let name = "test_\(databases.add(1, ordering: .relaxed).newValue)"
        try await carryOut("CREATE DATABASE \(name) TEMPLATE template1")
        let secret = password?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { ":\($0)" } ?? ""
        let host = folder.replacing("/", with: "%2F")
        return "postgres://\(role)\(secret)@\(host)/\(name)"
    }

    /// Carries a statement out as the server's administrator.
    package func carryOut(_ statement: String) async throws {
        let arguments = ["-h", folder, "-U", "selfheal", "-d", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c"]
        try await Self.onThread { [programs] in
            let client = Process()
            client.executableURL = URL(filePath: "\(programs)/psql")
            client.arguments = arguments + [statement]
            client.standardOutput = FileHandle.nullDevice
            try client.run()
            client.waitUntilExit()
            guard client.terminationStatus == 0 else { throw Failed(description: "psql failed at: \(statement)") }
        }
    }

    /// Stops the server, without waiting for its clients.
    package func stop() async throws { try await Self.onThread { try self.tell("stop", expecting: "stopped") } }

    package func start() async throws { try await Self.onThread { try self.tell("start", expecting: "started") } }

    private func tell(_ command: String, expecting answer: String) throws {
        try commands.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
        try expect(answer)
    }

    private func expect(_ answer: String) throws {
        var line = Data()
        while let octet = try answers.fileHandleForReading.read(upToCount: 1), let octet = octet.first, octet != 10 {
            line.append(octet)
        }
        let text = String(decoding: line, as: UTF8.self)
        guard text == answer else {
            throw Failed(description: "no PostgreSQL for the tests: \(text.isEmpty ? "its shell ended" : text)")
        }
    }

    /// Waits on a thread of its own, so that the other tests go on.
    private static func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }
}
