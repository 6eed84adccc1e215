package import Domain
import Foundation

/// Sees whether a target is well: it answers a GET with 200 to 299. Redirects are not followed, because a page to log in
/// or of a proxy is not the target.
package struct HTTPProbe: Sendable {
    /// For one answer.
    private static let timeout: Duration = .seconds(5)
    /// Between one try and the next; it doubles up to `longestPause`.
    private static let firstPause: Duration = .seconds(1)
    private static let longestPause: Duration = .seconds(5)

    private let transport: any HTTPTransport
    private let pace: RequestPace

    /// - Parameter pace: only its clock is used.
    package init(transport: any HTTPTransport, pace: RequestPace = RequestPace()) {
        self.transport = transport
        self.pace = pace
    }

    /// - Returns: what is wrong with the target; nil when it is well.
    package func objection(_ probe: PlaybookSettings.Probe) async throws -> String? {
        guard let url = URL(httpAddress: probe.http) else {
            return "the probe \(probe.http) is no address that begins with http:// or https://"
        }
        let request = TransportRequest(
            method: "GET", url: url, headers: ["User-Agent": "selfheal"], body: nil, timeout: Self.timeout)
        do {
            let status = try await transport.send(request).status
            return 200..<300 ~= status ? nil : "the probe \(probe.http) answers \(status)"
        } catch let error as TransportError {
            return "the probe \(probe.http) fails: \(error)"
        }
    }

    /// Asks again and again until the target is well or `deadline` has passed; at least once.
    package func objection(_ probe: PlaybookSettings.Probe, until deadline: Timestamp) async throws -> String? {
        var pause = Self.firstPause
        while true {
            guard let objection = try await objection(probe) else { return nil }
            guard pace.until(deadline).hasTime(for: pause) else { return objection }
            try await pace.sleep(pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }
}

extension URL {
    /// nil for what is no address of HTTP with a host.
    package init?(httpAddress text: String) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty
        else { return nil }
        self = url
    }
}
