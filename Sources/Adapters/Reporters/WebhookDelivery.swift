import Domain
import Foundation
import HTTPClient
import Queue

/// Posts a message to a webhook, at most once. The address of the webhook is what opens it, and is shown nowhere.
struct WebhookDelivery: Sendable {
    /// What one service says in its answers.
    protocol Dialect: Sendable {
        /// For example `Slack`.
        static var service: String { get }
        /// Whether the message was taken, for an answer that is no refusal.
        static func confirms(_ response: TransportResponse) -> Bool
        /// What a refusal means and what to do about it, in a sentence.
        static func explain(_ response: TransportResponse) -> String
        /// The wait that the service itself asks for, which has not taken the message; nil for a 429 that something
        /// between may have said of a message that it has handed on.
        static func limit(_ response: TransportResponse, now: Timestamp) -> Duration?
        /// How long the service wants to be left alone after a message that it has taken; nil: it says nothing.
        static func rest(_ response: TransportResponse) -> Duration?
    }

    private let url: URL
    private let exchange: PatientExchange
    private let dialect: any Dialect.Type
    private let redaction: Redaction

    init(
        to webhook: Secret, variable: String, dialect: any Dialect.Type, transport: any HTTPTransport,
        pace: RequestPace,
        query: [String: String] = [:]
    ) throws(WebhookAddressInvalid) {
        guard var parts = URLComponents(string: webhook.text.trimmingCharacters(in: .whitespacesAndNewlines)),
            ["http", "https"].contains(parts.scheme), parts.host?.isEmpty == false, parts.path.count > 1
        else { throw WebhookAddressInvalid(service: dialect.service, variable: variable) }
        if !query.isEmpty { parts.queryItems = (parts.queryItems ?? []) + query.map(URLQueryItem.init) }
        guard let url = parts.url else { throw WebhookAddressInvalid(service: dialect.service, variable: variable) }
        self.url = url
        self.dialect = dialect
        exchange = PatientExchange(service: dialect.service, transport: transport, pace: pace)
        // The whole, and the parts that open it.
        redaction = Redaction(
            secrets: [webhook.text, url.absoluteString, url.path] + url.path.split(separator: "/").map(String.init))
    }

    /// - Returns: what became of it, in words without the address.
    func post(_ body: Data) async -> SendingEnd {
        let request = TransportRequest(
            method: "POST", url: url, headers: ["Content-Type": "application/json", "User-Agent": "selfheal"],
            body: body,
            timeout: exchange.pace.timeout)
        let dialect = dialect
        do {
            let response = try await exchange.send(request, effect: .once, purpose: "post a message") { response, now in
                Self.judge(response, now: now, by: dialect)
            }
            return .sent(rest: dialect.rest(response))
        } catch let failure as ExchangeFailure {
            return end(after: failure)
        } catch {
            return .uncertain("stopped while \(dialect.service) was asked to post a message, which may be there or not")
        }
    }

    /// A 503 is no limit here, even with a time to wait, nor a 429 in foreign words: nobody knows what was done behind it.
    private static func judge(_ response: TransportResponse, now: Timestamp, by dialect: any Dialect.Type)
        -> ResponseClass
    {
        switch response.status {
        case 200..<300: dialect.confirms(response) ? .done : .fault("its answer is \(ResponseClass.excerpt(response))")
        case 429:
            dialect.limit(response, now: now).map { .limited(wait: $0) }
                ?? .fault(
                    "it answered 429, but not as \(dialect.service) itself does, so that the message may be there")
        case 408, 500...: .fault("it answered \(response.status)")
        default: .refused(dialect.explain(response))
        }
    }

    /// What is sent once is unavailable only when nothing could be connected to.
    private func end(after failure: ExchangeFailure) -> SendingEnd {
        let said = redaction.apply(to: "\(failure)")
        return switch failure.kind {
        case .refused: .refused(redaction.apply(to: "\(failure.service) says \(failure.reason)"))
        case .limited(let wait): .notTaken(said, wait: wait)
        case .unavailable: .notTaken("\(said). Look at the network of this machine.", wait: nil)
        case .uncertain: .uncertain(said)
        }
    }
}

/// The setting names no address. Its value is a secret and not shown.
package struct WebhookAddressInvalid: Error, Hashable, CustomStringConvertible {
    let service: String
    let variable: String

    package var description: String {
        "\(variable) is no address of a webhook: copy it from \(service), it begins with https://"
    }
}
