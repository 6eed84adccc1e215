import Domain
package import Foundation
package import HTTPClient

/// The stand-in of a service that runs beside the tests, where `SELFHEAL_SERVICES_STAND_IN` says so: the line of JSON that
/// it prints when it listens.
package struct ServiceStandIn: Sendable {
    /// One kind of trouble, and what it is called.
    package struct Fault: Sendable, CustomStringConvertible {
        package let name: String
        /// Members of the stand-in's own description of a fault.
        package let members: String
        /// The request is carried out, and only its answer is lost.
        package let isAfter: Bool
        package var description: String { name + (isAfter ? ", after it was done" : "") }
        /// Half an answer is one of a request that was carried out.
        package var isOfTheDone: Bool { isAfter || members.contains("truncate") }

        package static let all: [Self] = [
            ("429 with Retry-After", #""status":429,"headers":{"Retry-After":"2"}"#), ("429", #""status":429"#),
            ("500", #""status":500"#), ("a page with 502", #""preset":"html502""#),
            ("error 1015", #""preset":"cloudflare1015""#), ("silence", #""hang":6"#), ("a reset", #""reset":true"#),
            ("half an answer", #""truncate":12"#),
        ].flatMap { name, members in
            [false, true].map { Self(name: name, members: members, isAfter: $0) }
        }
    }

    package struct NotRunning: Error {}

    private static let line = ProcessInfo.processInfo.environment["SELFHEAL_SERVICES_STAND_IN"]
    package static var isRunning: Bool { line != nil }

    package let url: URL
    private let transport = URLSessionTransport()

    /// - Parameter service: `railway` or `unleash`.
    package init(_ service: String) throws {
        struct Addresses: Decodable {
            let railway: URL
            let unleash: URL
        }
        guard let line = Self.line else { throw NotRunning() }
        let addresses = try JSON.decode(Addresses.self, from: Data(line.utf8))
        url = service == "railway" ? addresses.railway : addresses.unleash
    }

    /// Forgets all that was done, and has `fault` befall what `match` and `operation` name.
    /// - Parameter times: how often; -1: always.
    package func begin(_ fault: Fault? = nil, match: String = "* *", operation: String? = nil, times: Int = 1)
        async throws
    {
        try await control(#"{"reset":true,"clear":true}"#)
        guard let fault else { return }
        let only = operation.map { #""op":"\#($0)","# } ?? ""
        let when = fault.isAfter ? "after" : "before"
        try await control(
            #"{"fail":[{"match":"\#(match)",\#(only)"times":\#(times),"when":"\#(when)",\#(fault.members)}]}"#)
    }

    package func control(_ body: String) async throws {
        let answer = try await transport.send(
            TransportRequest(
                method: "POST", url: url.appending(path: "_control"), headers: ["Content-Type": "application/json"],
                body: Data(body.utf8), timeout: .seconds(20)))
        guard answer.status == 200 else { throw NotRunning() }
    }

    /// What really happened, by the stand-in's own account.
    package func read<Value: Decodable>(_ path: String, as: Value.Type = Value.self) async throws -> Value {
        guard let address = URL(string: path, relativeTo: url) else { throw NotRunning() }
        let answer = try await transport.send(
            TransportRequest(method: "GET", url: address, headers: [:], body: nil, timeout: .seconds(20)))
        return try JSON.decode(Value.self, from: answer.body)
    }

    /// A clock that runs twenty times as fast, so that a patient client is tried in seconds.
    package static var pace: RequestPace {
        let speed = 20.0
        let start = Timestamp.now()
        var pace = RequestPace()
        pace.timeout = .seconds(1)
        pace.now = { start.advanced(by: .seconds(Timestamp.now().seconds(since: start) * speed)) }
        pace.sleep = { try await Task.sleep(for: $0 / speed) }
        return pace
    }
}
