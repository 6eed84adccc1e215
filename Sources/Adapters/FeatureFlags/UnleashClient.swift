import Domain
import Foundation
package import HTTPClient

/// The part of Unleash's admin API that reads and writes one flag. Source: docs.getunleash.io, "Admin API"; Unleash's
/// `ProjectFeaturesController`.
package struct UnleashClient: Sendable {
    private let token: Secret
    let exchange: PatientExchange

    /// - Parameter token: of a person or a service account that may update flags; tokens of clients may not.
    package init(
        token: Secret, transport: any HTTPTransport = URLSessionTransport(), pace: RequestPace = RequestPace()
    ) {
        self.init(token: token, exchange: PatientExchange(service: "Unleash", transport: transport, pace: pace))
    }

    private init(token: Secret, exchange: PatientExchange) {
        self.token = token
        self.exchange = exchange
    }

    /// The same client for a caller whose time is over at `deadline`.
    func until(_ deadline: Timestamp) -> Self { Self(token: token, exchange: exchange.until(deadline)) }

    /// - Throws: `ExchangeFailure`, `CancellationError`.
    func isOn(_ flag: PlaybookSettings.UnleashFlag) async throws -> Bool {
        struct Answer: Decodable { let enabled: Bool }
        let purpose = "read \(flag.name)"
        let response = try await exchange.send(
            try request("GET", flag, to: purpose), effect: .repeatable, purpose: purpose, judge: UnleashAnswer.reading)
        guard let answer = try? JSON.decode(Answer.self, from: response.body) else {
            throw refusal(purpose, "its answer lacks `enabled`; is \(flag.url) the address of an Unleash server?")
        }
        return answer.enabled
    }

    /// Switches the flag once, and reads it again before it believes that.
    /// - Throws: `ExchangeFailure`, `CancellationError`.
    func turn(_ flag: PlaybookSettings.UnleashFlag, on isOn: Bool) async throws {
        let purpose = "turn \(flag.name) \(isOn ? "on" : "off")"
        _ = try await exchange.bringAbout(
            try request("POST", flag, isOn ? "on" : "off", to: purpose), purpose: purpose, judge: UnleashAnswer.writing,
            done: { _ in try await self.isOn(flag) == isOn ? true : nil },
            found: { try await self.isOn(flag) == isOn ? true : nil })
    }

    private func request(
        _ method: String, _ flag: PlaybookSettings.UnleashFlag, _ verb: String? = nil, to purpose: String
    ) throws -> TransportRequest {
        let base = flag.url.hasSuffix("/") ? String(flag.url.dropLast()) : flag.url
        let names = ["projects", flag.project, "features", flag.flag, "environments", flag.environment]
        let segments = (names + [verb].compactMap(\.self)).map(Self.segment)
        guard !segments.contains(""),
            let url = URL(httpAddress: "\(base)/api/admin/\(segments.joined(separator: "/"))")
        else {
            throw refusal(purpose, "\(flag.url) with these names is no address that begins with http:// or https://")
        }
        var headers = ["User-Agent": "selfheal", "Accept": "application/json", "Authorization": token.text]
        if method == "POST" { headers["Content-Type"] = "application/json" }
        return TransportRequest(
            method: method, url: url, headers: headers, body: method == "POST" ? Data("{}".utf8) : nil,
            timeout: exchange.pace.timeout)
    }

    /// One part of a path, with nothing in it that could lead elsewhere; empty when there is no such part.
    private static func segment(_ text: String) -> String {
        if text == "." || text == ".." { return "" }
        let plain = CharacterSet(charactersIn: "-_~.").union(
            .alphanumerics.intersection(.init(charactersIn: "!"..."~")))
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    private func refusal(_ purpose: String, _ reason: String) -> ExchangeFailure {
        ExchangeFailure(.refused(status: 0), service: "Unleash", purpose: purpose, reason: reason)
    }
}

extension PlaybookSettings.UnleashFlag {
    /// For texts.
    var name: String { "the flag \(flag) in \(environment)" }
}
