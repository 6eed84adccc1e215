import Domain
package import HTTPClient

/// Trouble that the stand-ins of Railway and Unleash have with requests.
extension StandIn {
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
