import Domain
import Foundation
import HTTPClient

/// What an answer of GitHub means for the call: done, follow, repeat, wait, or no.
enum AnswerClass: Hashable, Sendable {
    case done
    case moved(to: String)
    /// A fault of GitHub's, or of something between.
    case fault(String)
    /// Too many calls; the wait is nil when GitHub named none.
    case limited(wait: Duration?)
    /// The credentials were not accepted.
    case unauthorized
    case refused

    init(_ response: TransportResponse, now: Timestamp) {
        switch response.status {
        case 200..<300:
            self = response.isJSONOrEmpty ? .done : .fault(response.shape)
        case 301, 302, 307, 308:
            self = response.header("location").map(Self.moved) ?? .fault("a redirect that leads nowhere")
        case 401:
            self = .unauthorized
        case 403, 429:
            self = Self.refusalOrLimit(response, now: now)
        case 500...:
            self = .fault("GitHub answered \(response.status)")
        default:
            self = .refused
        }
    }

    /// GitHub says "too many" with 403 and 429 alike; taken for a refusal, a limit would block a repository for ever.
    /// Source: GitHub's "Rate limits for the REST API".
    private static func refusalOrLimit(_ response: TransportResponse, now: Timestamp) -> Self {
        let told = response.header("retry-after").flatMap(Double.init).flatMap { Duration.told(seconds: max(1, $0)) }
        if response.header("x-ratelimit-remaining") == "0" {
            let reset = response.header("x-ratelimit-reset").flatMap(Double.init)
            let untilReset = reset.flatMap { reset in
                Duration.told(seconds: max(1, reset - Double(now.milliseconds) / 1000))
            }
            return .limited(wait: [told, untilReset].compactMap(\.self).max())
        }
        let text = String(decoding: response.body.prefix(4096), as: UTF8.self).lowercased()
        let saysLimit = text.contains("secondary rate limit") || text.contains("abuse detection")
        if told != nil || saysLimit || response.status == 429 { return .limited(wait: told) }
        return response.isJSONOrEmpty ? .refused : .fault(response.shape)
    }
}

extension TransportResponse {
    /// A proxy's or GitHub's own error page is HTML under any status; a body that was cut off is no JSON either.
    var isJSONOrEmpty: Bool {
        body.isEmpty || (try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)) != nil
    }

    fileprivate var shape: String {
        "GitHub answered \(status) with \(header("content-type") ?? "a body of unknown type") that is no JSON"
    }
}
