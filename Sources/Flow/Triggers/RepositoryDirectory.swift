package import Domain

/// The repositories that this service works for.
package struct RepositoryDirectory: Sendable {
    let listed: [RepositorySettings]
    private let server: String

    /// - Parameters:
    ///   - listed: as configured; empty means every repository whose webhook knows our secret.
    ///   - server: address that unlisted repositories are cloned from, for example `https://github.com`.
    package init(_ listed: [RepositorySettings], server: String) {
        self.listed = listed
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
    }

    /// Names are compared as GitHub compares them, without regard to case.
    package func settings(of name: String) -> RepositorySettings? {
        if var known = listed.first(where: { $0.name.lowercased() == name.lowercased() }) {
            if known.clone == nil, known.path == nil { known.clone = address(of: known.name) }
            return known
        }
        guard listed.isEmpty, let address = address(of: name) else { return nil }
        return RepositorySettings(name: name, clone: address)
    }

    private func address(of name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain =
            parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".."
                    && part.utf8.allSatisfy { byte in
                        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                            || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
                            || "-_.".utf8.contains(byte)
                    }
            }
        return isPlain ? "\(server)/\(name).git" : nil
    }
}
