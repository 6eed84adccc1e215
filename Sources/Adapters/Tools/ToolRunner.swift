import Domain
import Foundation
import Glibc
import Subprocess
import Synchronization

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Runs other programs: in a session of their own, with a built-up environment, a deadline and bounded output.
/// Nothing that a program started outlives its run.
package struct ToolRunner: Sendable {
    package struct Command: Sendable {
        package var executable: String
        package var arguments: [String]
        package var directory: String?
        /// The whole environment of the program; nothing is inherited.
        package var environment: [String: String]
        package var timeout: Duration
        /// What it started goes on when it ended with status 0: a command that starts a server again is for that.
        package var leavesProcesses: Bool

        package init(
            _ words: [String], in directory: String? = nil, environment: [String: String], timeout: Duration,
            leavesProcesses: Bool = false
        ) {
            executable = words.first ?? ""
            arguments = Array(words.dropFirst())
            self.directory = directory
            self.environment = environment
            self.timeout = timeout
            self.leavesProcesses = leavesProcesses
        }

        var words: String { ([executable] + arguments).joined(separator: " ") }
    }

    package struct Result: Sendable {
        /// Exit code, or 128 plus the signal's number.
        package let status: Int32
        /// The last 64 KiB of standard output and standard error, in the order written.
        package let output: String
        package let isTimedOut: Bool
    }

    /// The program could not be started at all.
    package struct CannotStart: Error, CustomStringConvertible {
        let words: String
        let reason: String
        package var description: String { "cannot run `\(words)`: \(reason)" }
    }

    private static let tailBytes = 64 * 1024
    /// Names every process of one run; it is passed on to children, however they detach themselves.
    static let marker = "SELFHEAL_RUN_ID"
    /// Names every process that belongs to one data folder, so that a service which starts again after a crash finds
    /// what the one before left running.
    package static let owner = "SELFHEAL_OWNER"
    private let owner: String

    /// - Parameter owner: the data folder that the programs run for.
    package init(owner: String) { self.owner = owner }

    /// Runs a program and follows what it prints. A non-zero exit and a missed deadline are results.
    /// - Parameter onLine: gets each line of output as it comes, without its end.
    package func run(
        _ command: Command, onLine: @escaping @Sendable (String) async -> Void = { _ in }
    ) async throws -> Result {
        let end = try await withDeadline(command, leaving: { command.leavesProcesses && $0.status == 0 }) {
            try await execute($0, onLine: onLine)
        }
        return end ?? Result(status: 128 + SIGKILL, output: "", isTimedOut: true)
    }

    /// Runs a program and returns all that it prints, at most `limitBytes` of it; more throws.
    package func capture(_ command: Command, limitBytes: Int = 32 * 1024 * 1024) async throws -> Captured {
        let end = try await withDeadline(command) { command in
            let result = try await Subprocess.run(
                command.program, arguments: Arguments(command.arguments),
                environment: command.subprocessEnvironment, workingDirectory: command.directory.map { FilePath($0) },
                platformOptions: Self.options, input: .none, output: .string(limit: limitBytes),
                error: .string(limit: 1024 * 1024))
            return Captured(
                status: result.terminationStatus.code, output: result.standardOutput, errors: result.standardError)
        }
        guard let end else { throw TimedOut(words: command.words, limit: command.timeout) }
        return end
    }

    /// Everything that a program printed.
    package struct Captured: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package struct TimedOut: Error, CustomStringConvertible {
        let words: String
        let limit: Duration
        package var description: String { "`\(words)` did not end within \(limit) and was killed" }
    }

    /// - Parameter leaving: whether what the program started may go on after such an end.
    /// - Returns: nil when the deadline passed; by then the program and all that it started are gone.
    func withDeadline<Value: Sendable>(
        _ command: Command, leaving: (Value) -> Bool = { _ in false },
        _ body: @escaping @Sendable (Command) async throws -> Value
    ) async throws -> Value? {
        let identity = JobID.next().text
        var marked = command
        marked.environment[Self.marker] = identity
        // What may stay must not be swept away when the service starts the next time.
        marked.environment[Self.owner] = command.leavesProcesses ? nil : owner
        var isLeft = false
        defer { if !isLeft { ProcessSweep.kill(Self.marker, identity) } }
        let prepared = marked
        let deadline = Deadline()
        let end = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                do {
                    return try await body(prepared)
                } catch let error as SubprocessError {
                    throw CannotStart(words: prepared.words, reason: "\(error)")
                }
            }
            group.addTask {
                try await Task.sleep(for: prepared.timeout)
                // Said before the kill, which may make the program end first.
                deadline.hasPassed.store(true, ordering: .sequentiallyConsistent)
                // What left the session of the leader would keep its output open for ever.
                ProcessSweep.kill(Self.marker, identity)
                return nil
            }
            defer { group.cancelAll() }
            do {
                return try await group.next() ?? nil
            } catch {
                // A program that is killed under the hands of who talks to it makes that fail first.
                if deadline.hasPassed.load(ordering: .sequentiallyConsistent) { return nil }
                throw error
            }
        }
        try Task.checkCancellation()
        guard let end, !deadline.hasPassed.load(ordering: .sequentiallyConsistent) else { return nil }
        isLeft = leaving(end)
        return end
    }

    private func execute(
        _ command: Command, onLine: @escaping @Sendable (String) async -> Void
    ) async throws -> Result {
        var leader: pid_t?
        var isLeft = false
        // A grandchild can outlive the leader and ignore the first signal. Not before the leader itself has ended: its
        // output closes a moment earlier, and it would be killed on its way out.
        defer { if let leader, !isLeft { _ = Glibc.kill(-leader, SIGKILL) } }
        let result = try await Subprocess.run(
            command.program, arguments: Arguments(command.arguments),
            environment: command.subprocessEnvironment, workingDirectory: command.directory.map { FilePath($0) },
            platformOptions: Self.options, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            leader = execution.processIdentifier.value
            var lines = LineBuffer(tailBytes: Self.tailBytes)
            for try await chunk in execution.standardOutput {
                let bytes = unsafe chunk.withUnsafeBytes { unsafe [UInt8]($0) }
                for line in lines.append(bytes) { await onLine(line) }
            }
            if let rest = lines.finish() { await onLine(rest) }
            return lines.tail
        }
        let status = result.terminationStatus.code
        isLeft = command.leavesProcesses && status == 0
        return Result(status: status, output: result.closureResult, isTimedOut: false)
    }

    static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(3))]
        return options
    }
}

/// Whether a program ran out of time.
private final class Deadline: Sendable {
    let hasPassed = Atomic<Bool>(false)
}

extension ToolRunner.Command {
    /// A name is looked up in PATH; what has a slash is a path, from the command's own folder.
    var program: Executable {
        guard executable.contains("/") else { return .name(executable) }
        let isAbsolute = executable.hasPrefix("/")
        return .path(FilePath(isAbsolute ? executable : (directory ?? ".") + "/" + executable))
    }

    var subprocessEnvironment: Environment {
        .custom(
            Dictionary(
                environment.map { (Environment.Key(stringLiteral: $0), $1) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension TerminationStatus {
    /// The exit code, or 128 plus the signal's number, as shells count.
    var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
