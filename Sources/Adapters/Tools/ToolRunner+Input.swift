import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

extension ToolRunner {
    /// Runs a program that is told something on its standard input, and returns all that it prints.
    package func capture(_ command: Command, input: String, limitBytes: Int) async throws -> Captured {
        let end = try await withDeadline(command) { command in
            let result = try await Subprocess.run(
                command.program, arguments: Arguments(command.arguments),
                environment: command.subprocessEnvironment, workingDirectory: command.directory.map { FilePath($0) },
                platformOptions: Self.options, input: .string(input), output: .string(limit: limitBytes),
                error: .string(limit: limitBytes))
            return Captured(
                status: result.terminationStatus.code, output: result.standardOutput, errors: result.standardError)
        }
        guard let end else { throw TimedOut(words: command.words, limit: command.timeout) }
        return end
    }
}
