/// `OWNER/NAME` in the letters that GitHub allows, so that it is safe in a path.
package struct RepositoryName: Hashable, Sendable, CustomStringConvertible {
    package let owner: String
    package let name: String

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy(Self.isAllowed) else { return nil }
        owner = parts[0]
        name = parts[1]
    }

    package var text: String { "\(owner)/\(name)" }
    package var description: String { text }

    private static func isAllowed(_ part: String) -> Bool {
        !part.isEmpty && part.utf8.count <= 100 && part != "." && part != ".."
            && part.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
            }
    }
}
