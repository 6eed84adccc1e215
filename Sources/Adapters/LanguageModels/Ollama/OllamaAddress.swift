package import Foundation

/// Where Ollama listens, from `OLLAMA_HOST` in all the forms that Ollama itself reads: `host`, `host:port`, `:port`, an
/// address of IPv6, a URL with a path. Source: ollama, envconfig/config.go.
package struct OllamaAddress: Hashable, Sendable {
    package static let standard = "http://localhost:11434"

    package let url: URL
    /// On this machine, so that its cards are the ones that count.
    package let isLocal: Bool

    /// At the company that makes Ollama: nobody's own machine.
    package var isOfVendor: Bool { url.host == "ollama.com" || url.host?.hasSuffix(".ollama.com") == true }

    /// nil for what is no address.
    package init?(_ text: String) {
        let bare = text.trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\n\"'"))
        let parts = bare.split(separator: "://", maxSplits: 1).map(String.init)
        let hasScheme = bare.contains("://")
        let scheme = hasScheme ? parts.first?.lowercased() ?? "" : bare == "ollama.com" ? "https" : "http"
        guard ["http", "https"].contains(scheme) else { return nil }
        // With a scheme the port is that of the scheme: what Ollama does, and not what one expects.
        let standardPort = scheme == "https" ? 443 : hasScheme ? 80 : 11434
        let rest = hasScheme ? (parts.count > 1 ? parts[1] : "") : bare
        let (authority, path) = rest.cut(at: "/")
        guard let (host, port) = Self.hostAndPort(authority, standard: standardPort) else { return nil }
        // An address to listen at is none to call.
        let name = ["", "0.0.0.0", "localhost"].contains(host) ? "127.0.0.1" : host == "::" ? "::1" : host
        let shown = name.contains(":") ? "[\(name)]" : name
        guard let url = URL(string: "\(scheme)://\(shown):\(port)/\(path)"), url.host != nil else { return nil }
        self.url = url
        isLocal = name.hasPrefix("127.") || name == "::1"
    }

    private static func hostAndPort(_ text: String, standard: Int) -> (String, Int)? {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<end])
            let after = text[text.index(after: end)...]
            return after.isEmpty ? (host, standard) : port(after.dropFirst()).map { (host, $0) }
        }
        let colons = text.filter { $0 == ":" }.count
        if colons == 0 { return (text, standard) }
        // More than one colon is an address of IPv6, which has seven or stands for the missing ones with two in a row.
        if colons > 1 {
            let isAddress = text.allSatisfy(\.isAddressPart) && (text.contains("::") || colons == 7)
            return isAddress ? (text, standard) : nil
        }
        let (host, number) = text.cut(at: ":")
        return port(number[...]).map { (host, $0) }
    }

    private static func port(_ text: Substring) -> Int? {
        Int(text).flatMap { (1...65535).contains($0) ? $0 : nil }
    }
}

extension String {
    fileprivate func cut(at separator: Character) -> (String, String) {
        guard let index = firstIndex(of: separator) else { return (self, "") }
        return (String(self[..<index]), String(self[self.index(after: index)...]))
    }
}

extension Character {
    fileprivate var isAddressPart: Bool { isHexDigit || self == ":" || self == "." }
}
