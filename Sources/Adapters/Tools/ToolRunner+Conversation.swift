import Foundation
import Glibc
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

extension ToolRunner {
    /// What is said to a program while it runs, and where its answers go.
    package struct Conversation: Sendable {
        let input: AsyncStream<[UInt8]>
        /// Gets its standard output as it comes.
        let onOutput: @Sendable ([UInt8]) -> Void
        /// Called when it prints nothing any more, with the end of its standard error.
        let onEnd: @Sendable (String) -> Void

        package init(
            input: AsyncStream<[UInt8]>, onOutput: @escaping @Sendable ([UInt8]) -> Void,
            onEnd: @escaping @Sendable (String) -> Void
        ) {
            self.input = input
            self.onOutput = onOutput
            self.onEnd = onEnd
        }
    }

    private static let complaintBytes = 8 * 1024
    /// How often, and with which pause, a program is looked after that was told to leave: 5 seconds in all.
    private static let farewell = (looks: 100, pause: Duration.milliseconds(50))

    /// Runs a program for as long as `body` needs it. Then its input is closed, it gets a while to put away what it has
    /// made, and what is left of it is killed; at the deadline, at once.
    package func converse<Value: Sendable>(
        _ command: Command, _ conversation: Conversation, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        Self.surviveBrokenPipes
        let end = try await withDeadline(command) { try await talk($0, conversation, body) }
        guard let end else { throw TimedOut(words: command.words, limit: command.timeout) }
        return end
    }

    /// Writing to a program that has ended must not end us. Programs that we start get the signal's default back.
    private static let surviveBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    private func talk<Value: Sendable>(
        _ command: Command, _ conversation: Conversation, _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        var leader: pid_t?
        defer { if let leader { _ = Glibc.kill(-leader, SIGKILL) } }
        let result = try await Subprocess.run(
            command.program, arguments: Arguments(command.arguments),
            environment: command.subprocessEnvironment, workingDirectory: command.directory.map { FilePath($0) },
            platformOptions: Self.options, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            leader = execution.processIdentifier.value
            let (input, output, errors) = (
                execution.standardInputWriter, execution.standardOutput, execution.standardError
            )
            async let _: Void = Self.write(conversation.input, to: input)
            async let reading: Void = Self.read(output, errors, conversation)
            let value: Swift.Result<Value, any Error>
            do { value = .success(try await body()) } catch { value = .failure(error) }
            try? await input.finish()
            await Self.waitForEnd(of: command)
            await execution.teardown(using: Self.options.teardownSequence)
            // What waits for more to say is not waited for: leaving the scope cancels it.
            await reading
            return try value.get()
        }
        return result.closureResult
    }

    private static func write(_ messages: AsyncStream<[UInt8]>, to input: StandardInputWriter) async {
        for await message in messages {
            // A program that reads no more has ended, or is about to: the end of its output says so.
            guard (try? await input.write(message)) == message.count else { return }
        }
    }

    private static func read(
        _ output: SubprocessOutputSequence, _ errors: SubprocessOutputSequence, _ conversation: Conversation
    ) async {
        async let complaints = tail(of: errors)
        do {
            for try await chunk in output {
                conversation.onOutput(unsafe chunk.withUnsafeBytes { unsafe [UInt8]($0) })
            }
            conversation.onEnd(await complaints)
        } catch {
            conversation.onEnd("its output cannot be read: \(error)")
        }
    }

    private static func tail(of output: SubprocessOutputSequence) async -> String {
        var lines = LineBuffer(tailBytes: complaintBytes)
        do {
            for try await chunk in output { _ = lines.append(unsafe chunk.withUnsafeBytes { unsafe [UInt8]($0) }) }
        } catch {
            return lines.tail + "\n(\(error))"
        }
        return lines.tail
    }

    private static func waitForEnd(of command: Command) async {
        guard let identity = command.environment[marker] else { return }
        for _ in 1...farewell.looks where !ProcessSweep.find(marker, identity).isEmpty {
            guard (try? await Task.sleep(for: farewell.pause)) != nil else { return }
        }
    }
}
