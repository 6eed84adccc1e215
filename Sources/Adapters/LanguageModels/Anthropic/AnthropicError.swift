import Domain
import Foundation
import HTTPClient

/// A no of Anthropic's, as a status or in the middle of a stream. Source: Anthropic, "Errors".
struct AnthropicError {
    struct Detail: Decodable {
        struct More: Decodable { let error_code: String? }
        let type: String
        let message: String
        var details: More?
    }

    /// nil: in the middle of a stream.
    let status: Int?
    let detail: Detail?
    let wait: Duration?
    private var mayBeRepeated: Bool?

    init(status: Int?, detail: Detail?, wait: Duration?) {
        self.status = status
        self.detail = detail
        self.wait = wait
    }

    init(_ response: TransportResponse, now: Timestamp) {
        struct Envelope: Decodable { let error: Detail }
        let milliseconds = response.header("retry-after-ms").flatMap(Double.init)
        self.init(
            status: response.status, detail: (try? JSON.decode(Envelope.self, from: response.body))?.error,
            wait: milliseconds.flatMap { .told(seconds: $0 / 1000) } ?? ResponseClass.wait(response, now: now))
        mayBeRepeated = response.header("x-should-retry").flatMap { ["true": true, "false": false][$0] }
    }

    var failure: ProviderFailure {
        ProviderFailure(kind, "Anthropic: \(words)", spent: spent, mayBeRepeated: mayBeRepeated)
    }

    /// Its own no costs nothing. What a proxy says of a server that did not answer in time may come after the model did.
    private var spent: ProviderFailure.Spent {
        guard let status else { return .unknown }
        let isRefused = (400..<500).contains(status) && status != 408
        return detail != nil || isRefused || status == 529 ? .nothing : .unknown
    }

    private var kind: ProviderFailure.Kind {
        if closes { return .closed }
        switch (detail?.type, status) {
        case ("rate_limit_error", _), (_, 429): return .limited(wait: wait)
        case ("overloaded_error", _), (_, 529): return .overloaded
        case (_, 503): return wait == nil ? .overloaded : .limited(wait: wait)
        case ("api_error", _), ("timeout_error", _), (_, 408), (_, 409), (_, .some(500...)): return .transport
        case ("not_found_error", _), (_, 404): return .noModel
        default: return .refused
        }
    }

    private var closes: Bool {
        ["authentication_error", "permission_error", "billing_error"].contains(detail?.type)
            || [401, 402, 403].contains(status) || detail?.details?.error_code == "enforced_spend_limit_reached"
    }

    /// Its own words, unless a proxy answered in its place.
    private var words: String {
        guard let detail else { return "it answered \(status ?? 0) with something that is none of its errors" }
        let advice =
            switch kind {
            case .closed: "check ANTHROPIC_API_KEY and the account: "
            case .noModel: "check `llm.anthropic.model`: "
            default: ""
            }
        let line = detail.message.split(whereSeparator: \.isNewline).joined(separator: " ")
        // The advice first: what a service says may look like a header with a secret behind it.
        return "\(advice)\(detail.type): \(line.prefix(200))"
    }
}
