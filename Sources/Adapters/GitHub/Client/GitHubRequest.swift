import Foundation

/// One call of GitHub's REST API.
struct GitHubRequest: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST", patch = "PATCH", delete = "DELETE" }

    /// What it would mean to send it again after its answer was lost.
    enum Effect: Sendable {
        /// Changes nothing that people see.
        case none
        /// Done twice, it leaves what doing it once leaves.
        case repeatable
        /// Done twice, it could make a second thing or undo someone's work: ask before sending it again.
        case unique
    }

    let method: Method
    let path: GitHubPath
    var query: [(name: String, value: String)] = []
    var body: Data?
    let effect: Effect
    /// For error messages, after "to": "open a pull request in octo/demo".
    let purpose: String

    func url(below endpoint: URL) -> URL? {
        let base = endpoint.absoluteString
        let parameters = query.map { "\($0.name)=\(GitHubPath.encoded($0.value))" }.joined(separator: "&")
        return URL(
            string: (base.hasSuffix("/") ? String(base.dropLast()) : base) + path.text
                + (parameters.isEmpty ? "" : "?\(parameters)"))
    }
}

/// A path of the API whose variable parts are percent-encoded, so that no name can lead to another place.
struct GitHubPath: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        init(literalCapacity: Int, interpolationCount: Int) {}
        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ name: String) { text += GitHubPath.encoded(name) }
        mutating func appendInterpolation(_ name: RepositoryName) { text += name.text }
        /// A branch: its slashes stay, as GitHub's references have them.
        mutating func appendInterpolation(branch: String) {
            text += branch.split(separator: "/", omittingEmptySubsequences: false)
                .map { GitHubPath.encoded(String($0)) }.joined(separator: "/")
        }
    }

    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    var description: String { text }

    /// Source: RFC 3986 §2.3, the unreserved characters.
    static func encoded(_ text: String) -> String {
        let unreserved = "-._~"
        return text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = byte < 128 && (character.isLetter || character.isNumber || unreserved.contains(character))
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
