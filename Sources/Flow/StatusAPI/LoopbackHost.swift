import HTTP

/// Hosts that mean this machine, whoever resolves them: `localhost`, addresses of 127.0.0.0/8, and `::1`.
package enum LoopbackHost {
    /// - Parameter host: a name or an address, without brackets and port.
    package static func contains(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// By the `Host` field, whatever its port. A request without one is of HTTP/1.0, which no browser sends.
    static func isNamed(by request: HTTPRequest) -> Bool {
        guard let field = request.headers["Host"] else { return true }
        if field.hasPrefix("[") {
            guard let end = field.firstIndex(of: "]") else { return false }
            return contains(String(field[field.index(after: field.startIndex)..<end]))
        }
        return contains(String(field.prefix { $0 != ":" }))
    }
}
