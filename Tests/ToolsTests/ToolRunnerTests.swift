import Foundation
import Synchronization
import Testing

@testable import Tools

struct ToolRunnerTests {
    private let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]

    private func shell(_ script: String, timeout: Duration = .seconds(600)) -> ToolRunner.Command {
        .init(["sh", "-c", script], environment: environment, timeout: timeout)
    }

    @Test("A non-zero exit is a result, and its output is there in the order written")
    func reportsExit() async throws {
        let end = try await ToolRunner(owner: "tests").run(shell("echo one; echo two >&2; exit 3"))
        #expect(end.status == 3)
        #expect(end.output == "one\ntwo\n")
        #expect(!end.isTimedOut)
    }

    @Test("Lines come one by one, the last one also without a newline")
    func followsLines() async throws {
        let seen = Mutex<[String]>([])
        _ = try await ToolRunner(owner: "tests").run(shell("printf 'a\\nb\\nc'")) { line in
            seen.withLock { $0.append(line) }
        }
        #expect(seen.withLock { $0 } == ["a", "b", "c"])
    }

    @Test("The program sees only the environment that it was given")
    func buildsEnvironment() async throws {
        let end = try await ToolRunner(owner: "tests").run(shell("env | cut -d= -f1 | sort | tr '\\n' ' '"))
        #expect(!end.output.contains("HOME"))
        #expect(end.output.contains("PATH"))
    }

    @Test("At the deadline nothing survives: no child that ignores the signal, none in a session of its own")
    func killsTheWholeTree() async throws {
        let mark = "selfheal-test-\(UUID().uuidString)"
        let script = """
            trap '' TERM
            setsid sh -c 'trap "" TERM; sleep 300; : \(mark)' &
            sh -c 'trap "" TERM; sleep 300; : \(mark)' &
            echo started
            sleep 300; : \(mark)
            """
        let end = try await ToolRunner(owner: "tests").run(shell(script, timeout: .milliseconds(400)))
        #expect(end.isTimedOut)
        #expect(Self.processes(mentioning: mark).isEmpty)
    }

    @Test("A child that outlives the leader and holds its output open does not hold the run up")
    func doesNotWaitForDaemons() async throws {
        let end = try await ToolRunner(owner: "tests").run(
            shell("setsid sleep 300 & echo done", timeout: .seconds(250)))
        #expect(end.status == 0)
        #expect(!end.isTimedOut)
    }

    @Test("A cancelled run throws, and its program is gone")
    func cancels() async throws {
        let mark = "selfheal-test-\(UUID().uuidString)"
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await ToolRunner(owner: "tests").run(shell("echo up; sleep 300; : \(mark)")) { _ in signal.yield() }
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(Self.processes(mentioning: mark).isEmpty)
    }

    @Test("A program that does not exist is an error that names it")
    func namesMissingProgram() async throws {
        await #expect(throws: ToolRunner.CannotStart.self) {
            try await ToolRunner(owner: "tests").run(
                .init(["no-such-program"], environment: environment, timeout: .seconds(600)))
        }
    }

    @Test("Captured output keeps standard error apart")
    func captures() async throws {
        let captured = try await ToolRunner(owner: "tests").capture(shell("echo out; echo err >&2"))
        #expect(captured.output == "out\n")
        #expect(captured.errors == "err\n")
    }

    private static func processes(mentioning mark: String) -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.filter { entry in
            guard Int(entry) != nil, let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else {
                return false
            }
            return String(decoding: line, as: UTF8.self).contains(mark)
        }
    }
}
