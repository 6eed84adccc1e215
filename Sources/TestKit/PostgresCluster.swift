import Foundation
import Glibc
import Subprocess
import Synchronization

#if canImport(System)
import System
#else
import SystemPackage
#endif

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
    private static let common = Task {
        let cluster = try await PostgresCluster.started()
        try await cluster.carryOut("CREATE ROLE guarded LOGIN PASSWORD '\(guardedPassword)'")
        return cluster
    }
    package static let guardedPassword = "a secret of the tests"

    private let folder: String
    private let commands = Pipe()
    private let answers = Pipe()
    private let conversation = Mutex(())
    private let databases = Atomic(0)

    /// - Parameter fsync: false is faster, and what the service refuses to work with.
    package static func started(fsync: Bool = true) async throws -> PostgresCluster {
        guard let programs else { throw Failed(description: missing) }
        return try await onThread { try PostgresCluster(programs: programs, fsync: fsync) }
    }

    private init(programs: String, fsync: Bool) throws {
        // The path of a socket has 107 octets at most.
        folder = "/tmp/selfheal-pg-\(UUID().uuidString.prefix(8))"
        // Another program that a test starts would keep the shell waiting for words after this process has ended.
        for end in [commands.fileHandleForWriting, answers.fileHandleForReading] {
            _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
        }
        // PostgreSQL does not run as root.
        let user = geteuid() == 0 ? "nobody" : ""
        let arguments = ["bash", "-c", Self.script, "cluster", folder, programs, user, fsync ? "on" : "off"]
        let input = FileDescriptor(rawValue: dup(commands.fileHandleForReading.fileDescriptor))
        let output = FileDescriptor(rawValue: dup(answers.fileHandleForWriting.fileDescriptor))
        try commands.fileHandleForReading.close()
        try answers.fileHandleForWriting.close()
        // Foundation's own way to start a program reads beyond its list of open files when there are a thousand of them,
        // as there are when all tests run.
        Task.detached {
            try await Subprocess.run(
                .path("/usr/bin/setsid"), arguments: Arguments(arguments),
                environment: .custom(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]),
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .discarded)
        }
        try expect("started")
    }

    /// A new database, which belongs to the role.
    /// - Parameter role: `guarded`, which the shared cluster has, must give its password; `selfheal` need not.
    /// - Returns: its `DATABASE_URL`
    package func newDatabase(role: String = "selfheal", password: String? = nil) async throws -> String {
        let name = "test_\(databases.add(1, ordering: .relaxed).newValue)"
        try await carryOut("CREATE DATABASE \(name) TEMPLATE template1 OWNER \(role)")
        let secret = password?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { ":\($0)" } ?? ""
        let host = folder.replacing("/", with: "%2F")
        return "postgres://\(role)\(secret)@\(host)/\(name)"
    }

    /// Carries a statement of one line out as the server's administrator.
    package func carryOut(_ statement: String) async throws {
        try await Self.onThread { try self.tell("sql \(statement)", expecting: "done") }
    }

    /// Stops the server, without waiting for its clients.
    package func stop() async throws { try await Self.onThread { try self.tell("stop", expecting: "stopped") } }

    package func start() async throws { try await Self.onThread { try self.tell("start", expecting: "started") } }

    private func tell(_ command: String, expecting answer: String) throws {
        try conversation.withLock { _ in
            try commands.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
            try expect(answer)
        }
    }

    private func expect(_ answer: String) throws {
        var line = Data()
        while let octet = try answers.fileHandleForReading.read(upToCount: 1), let octet = octet.first, octet != 10 {
            line.append(octet)
        }
        let text = String(decoding: line, as: UTF8.self)
        guard text == answer else {
            throw Failed(description: "the PostgreSQL of the tests: \(text.isEmpty ? "its shell ended" : text)")
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
