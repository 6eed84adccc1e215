import Foundation
import ModelContextProtocol
import Synchronization

/// A server in memory: gets each message of a client as one line of text, and answers with what its script says.
final class ScriptedServer: Sendable {
    private let lines = Mutex<[String]>([])
    private let script: @Sendable (String) -> [String]

    /// - Parameter script: lines that are answered to a line.
    init(_ script: @escaping @Sendable (String) -> [String] = { _ in [] }) { self.script = script }

    /// What the client said so far.
    var heard: [String] { lines.withLock { $0 } }

    /// Serves a client as long as `body` runs.
    func serve<Value: Sendable>(
        _ client: MCPClient, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await message in client.outgoing {
                    let line = String(decoding: message, as: UTF8.self)
                    self.lines.withLock { $0.append(line.trimmingCharacters(in: .newlines)) }
                    for answer in self.script(line) { client.receive(Array((answer + "\n").utf8)) }
                }
            }
            let value: Result<Value, any Error>
            do { value = .success(try await body()) } catch { value = .failure(error) }
            // What is queued by now is still heard.
            client.end("the test is over")
            try await group.waitForAll()
            return try value.get()
        }
    }

    static func id(of line: String) -> Int {
        struct Message: Decodable { let id: Int? }
        return (try? JSONDecoder().decode(Message.self, from: Data(line.utf8)))?.id ?? 0
    }

    static func result(_ result: String, to line: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(id(of: line)),"result":\#(result)}"#
    }

    static func text(_ text: String, to line: String) -> String {
        result(#"{"content":[{"type":"text","text":"\#(text)"}]}"#, to: line)
    }
}
