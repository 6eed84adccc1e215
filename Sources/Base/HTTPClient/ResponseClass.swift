package import Domain
import Foundation

/// What an answer means for the one who asked.
package enum ResponseClass: Hashable, Sendable {
    case done
    /// Too many requests: this one was not carried out. nil when the service named no wait.
    case limited(wait: Duration?)
    /// A fault of the service, or of something between: whether the request was carried out is not known.
    case fault(String)
    /// A no, in the service's words, cut to 300 characters.
    case refused(String)

    /// By status alone: 2xx is done, 429 and 503 with `Retry-After` are limits, other 5xx and 408 faults, the rest a no.
    package init(_ response: TransportResponse, now: Timestamp) {
        let wait = Self.wait(response, now: now)
        switch response.status {
        case 200..<300: self = .done
        case 429: self = .limited(wait: wait)
        case 503 where wait != nil: self = .limited(wait: wait)
        case 408, 500...: self = .fault("it answered \(response.status)")
        default: self = .refused("it answered \(response.status): \(Self.excerpt(response))")
        }
    }

    /// The wait that `Retry-After` asks for: seconds, also with a fraction as Discord sends them, or a date of HTTP; at
    /// most a day. Source: RFC 9110 §10.2.3.
    package static func wait(_ response: TransportResponse, now: Timestamp) -> Duration? {
        guard let field = response.header("retry-after")?.trimmingCharacters(in: .whitespaces) else { return nil }
        if let seconds = Double(field) { return .told(seconds: seconds) }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let date = formatter.date(from: field) else { return nil }
        let seconds = date.timeIntervalSince1970 - Double(now.milliseconds) / 1000
        return .told(seconds: max(seconds, 0))
    }

    /// What the body says, on one line and without markup.
    package static func excerpt(_ response: TransportResponse) -> String {
        let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
        let isPage = response.header("content-type")?.contains("html") == true || text.hasPrefix("<")
        if isPage { return "a page of HTML" }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.isEmpty ? "nothing" : String(line.prefix(300))
    }
}
