package import Advice
import Domain
package import Foundation
import HTTPClient

/// A server that stands in for a service: it speaks the real protocol, fails on command, and keeps what was really done.
/// It runs beside the tests, where a variable of the environment says so by the line of JSON that it prints when it
/// listens.
package struct StandIn: Sendable {
    package struct NotRunning: Error {}
    package struct Refused: Error, CustomStringConvertible { package let description: String }

    package let url: URL
    /// Tokens that it takes, where it says some.
    package let tokens: [String]
    private let transport = URLSessionTransport()

    /// - Parameters:
    ///   - variable: with the line of JSON.
    ///   - service: the member of it that has the address.
    package init(variable: String, service: String) throws {
        guard let line = ProcessInfo.processInfo.environment[variable] else { throw NotRunning() }
        let facts = try JSON.decode(JSONValue.self, from: Data(line.utf8))
        guard let url = facts[service]?.string.flatMap({ URL(string: $0) }) else { throw NotRunning() }
        self.url = url
        tokens = facts["tokens"]?.array?.compactMap(\.string) ?? []
    }

    package static func isRunning(_ variable: String) -> Bool {
        ProcessInfo.processInfo.environment[variable] != nil
    }

    /// Tells it what to do, such as which call is to fail.
    /// - Parameter body: JSON.
    package func control(_ body: String) async throws { _ = try await send("POST", "_control", Data(body.utf8)) }

    /// What really happened, by its own account, or what the service answers.
    package func read<Value: Decodable>(
        _ path: String, as: Value.Type = Value.self, headers: [String: String] = [:]
    ) async throws -> Value {
        try JSON.decode(Value.self, from: try await send("GET", path, nil, headers))
    }

    /// - Returns: what it answers; an empty object when that is nothing.
    @discardableResult
    package func tell(
        _ path: String, _ body: JSONValue, method: String = "POST", headers: [String: String] = [:]
    ) async throws -> JSONValue {
        let answer = try await send(method, path, try JSON.encode(body), headers)
        return answer.isEmpty ? [:] : try JSON.decode(JSONValue.self, from: answer)
    }

    private func send(
        _ method: String, _ path: String, _ body: Data?, _ headers: [String: String] = [:]
    ) async throws -> Data {
        guard let address = URL(string: path, relativeTo: url.appending(path: "/")) else {
            throw Refused(description: "\(path) is no path")
        }
        let own = ["Content-Type": "application/json", "User-Agent": "tests"]
        let answer = try await transport.send(
            TransportRequest(
                method: method, url: address, headers: own.merging(headers) { $1 }, body: body, timeout: .seconds(20)))
        guard 200..<300 ~= answer.status else {
            throw Refused(
                description: "\(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return answer.body
    }
}
