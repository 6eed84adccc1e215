/// The addresses that an app's sources name, however they write them: with a method, with a query, or as the end that a
/// client puts behind its base.
package struct NamedAddresses: Sendable {
    private var whole: Set<String> = []
    private var ends: Set<String> = []

    private static let methods: Set<Substring> = [
        "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ALL", "ANY", "USE",
    ]

    /// - Parameter texts: of the app, piece by piece.
    package init(_ texts: Set<String>) {
        for text in texts where text.contains("/") {
            let address = Self.address(in: text)
            guard !address.contains(where: { $0.isWhitespace || "<>".contains($0) }) else { continue }
            // The head of a template, `/cart/lines/${slug}`, names what it is the head of.
            let plain = address.withoutLastSlash
            if address.hasPrefix("/") || address.hasPrefix("#/") {
                whole.formUnion([String(address), String(plain)])
            } else if plain.contains("/") {
                // A word alone is too many things else.
                ends.insert(String(plain))
            }
        }
    }

    /// Whether one of them is this address, or an end of it: `cart/lines` names `/api/cart/lines`, `/lines` does not.
    package func contains(_ address: String) -> Bool {
        guard address.hasPrefix("/") || address.hasPrefix("#/") else { return false }
        if whole.contains(address) { return true }
        let plain = address[...].withoutLastSlash
        return plain.indices.contains { place in
            plain[place] == "/" && ends.contains(String(plain[plain.index(after: place)...]))
        }
    }

    /// Without a method before it and a query behind it; what begins with `#/` has its path there.
    private static func address(in text: String) -> Substring {
        var rest = text[...]
        if let space = rest.firstIndex(of: " "), methods.contains(rest[..<space]) {
            rest = rest[space...].drop { $0 == " " }
        }
        let sign = rest.hasPrefix("#") ? "?" : "?#"
        return rest.prefix { !sign.contains($0) }
    }
}

extension Substring {
    /// `/` alone stays.
    var withoutLastSlash: Substring { count > 1 && hasSuffix("/") ? dropLast() : self }
}
