import Foundation
import Synchronization
import Testing

@testable import Tools

struct ConversationTests {
    private let owner = "conversation-\(UUID().uuidString)"
    private let input: AsyncStream<[UInt8]>
    private let say: AsyncStream<[UInt8]>.Continuation
    private let lines: AsyncStream<String>
    private let hear: AsyncStream<String>.Continuation

    init() {
        (input, say) = AsyncStream.makeStream()
        (lines, hear) = AsyncStream.makeStream()
    }

    private func shell(_ script: String, timeout: Duration = .seconds(600)) -> ToolRunner.Command {
        .init(["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], timeout: timeout)
    }

    private var conversation: ToolRunner.Conversation {
        .init(
            input: input, onOutput: { [hear] in hear.yield(String(decoding: $0, as: UTF8.self)) },
            onEnd: { [hear] in
                hear.yield("end: \($0)")
                hear.finish()
            })
    }

    private var leftOver: [pid_t] { ProcessSweep.find(ToolRunner.owner, owner) }

    @Test("A program is told things and answers, and ends when its input is closed")
    func talks() async throws {
        let script = "while read -r word; do echo \"<$word>\"; done; echo bye >&2"
        let heard = try await ToolRunner(owner: owner).converse(shell(script), conversation) {
            var heard: [String] = []
            say.yield(Array("one\n".utf8))
            for await line in lines {
                heard.append(line)
                if heard.count == 2 { break }
                say.yield(Array("two\n".utf8))
            }
            return heard
        }
        #expect(heard == ["<one>\n", "<two>\n"])
        var rest: [String] = []
        for await line in lines { rest.append(line) }
        #expect(rest == ["end: bye\n"])
        #expect(leftOver.isEmpty)
    }

    @Test("A program that has ended says so with its last words, and writing to it does no harm")
    func tellsTheEnd() async throws {
        let runner = ToolRunner(owner: owner)
        let end = try await runner.converse(shell("echo broken >&2; exit 3"), conversation) {
            var last = ""
            for await line in lines { last = line }
            for _ in 1...100 { say.yield([UInt8](repeating: 65, count: 65536)) }
            return last
        }
        #expect(end == "end: broken\n")
        #expect(leftOver.isEmpty)
    }

    @Test("Whatever it started is gone with it, also when the work with it fails")
    func leavesNothing() async throws {
        let script = """
            setsid sh -c 'trap "" TERM; sleep 300' >/dev/null 2>&1 &
            trap '' TERM
            echo up
            sleep 300
            """
        struct Failure: Error {}
        let runner = ToolRunner(owner: owner)
        await #expect(throws: Failure.self) {
            try await runner.converse(shell(script, timeout: .seconds(250)), conversation) {
                for await _ in lines { break }
                #expect(!leftOver.isEmpty)
                throw Failure()
            }
        }
        #expect(leftOver.isEmpty)
    }

    @Test("At the deadline it is killed, and the error names the deadline rather than what broke by it")
    func keepsDeadline() async throws {
        struct Failure: Error {}
        let runner = ToolRunner(owner: owner)
        await #expect(throws: ToolRunner.TimedOut.self) {
            try await runner.converse(shell("sleep 300", timeout: .milliseconds(300)), conversation) {
                for await _ in lines {}
                throw Failure()
            }
        }
        #expect(leftOver.isEmpty)
    }
}
