import Cryptography
package import HTTP

/// A bearer token of the API.
package struct AccessToken: Sendable {
    package enum Rights: String, Sendable { case read, write }
    /// Why a text is no token. Has nothing of the text in it.
    package struct Unreadable: Error, Hashable, CustomStringConvertible { package let description: String }

    package let name: String
    package let rights: Rights
    private let secret: [UInt8]

    /// Reads `TOKEN`, `NAME:TOKEN`, `NAME:TOKEN:read` or `NAME:TOKEN:write`; without rights a token may do everything.
    ///
    /// `TOKEN:read` is refused: it would make `read` a token that may do everything.
    package init(_ text: String) throws(Unreadable) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: (name, secret, rights) = ("default", Array(parts[0].utf8), .write)
        case 2:
            if let rights = Rights(rawValue: parts[1]) {
                throw Unreadable(
                    description: "a token with rights needs a name: did you mean NAME:TOKEN:\(rights.rawValue)?")
            }
            (name, secret, rights) = (parts[0], Array(parts[1].utf8), .write)
        case 3:
            guard let rights = Rights(rawValue: parts[2]) else { throw .form }
            (name, secret, self.rights) = (parts[0], Array(parts[1].utf8), rights)
        default: throw .form
        }
        guard !name.isEmpty, !secret.isEmpty else { throw .form }
    }

    /// The token itself, for redaction.
    package var text: String { String(decoding: secret, as: UTF8.self) }

    func fits(_ bytes: [UInt8]) -> Bool { constantTimeEqual(bytes, secret) }
}

extension AccessToken.Unreadable {
    fileprivate static let form = Self(
        description: "expected TOKEN or NAME:TOKEN or NAME:TOKEN:read, NAME:TOKEN:write")
}

/// Who may ask for what.
package struct AccessControl: Sendable {
    private let tokens: [AccessToken]
    private let isOpenForReading: Bool

    /// - Parameter isLoopbackOnly: the service can be reached from this machine alone, so that reading needs no token as
    ///   long as the request names this machine. A page of the web can have a name of its own resolve to this machine,
    ///   but the browser then says that name.
    package init(tokens: [AccessToken], isLoopbackOnly: Bool) {
        self.tokens = tokens
        isOpenForReading = isLoopbackOnly
    }

    /// - Returns: name of the token; nil when none was needed and none was given.
    @discardableResult
    package func check(_ request: HTTPRequest, for rights: AccessToken.Rights) throws -> String? {
        guard let given = bearer(request) else {
            if rights == .read, isOpenForReading {
                if LoopbackHost.isNamed(by: request) { return nil }
                throw Unauthorized(
                    detail: "Without an API token this can be read only at localhost, an address of 127.0.0.0/8 or "
                        + "[::1], and the request names another host.")
            }
            throw Unauthorized(
                detail: tokens.isEmpty
                    ? "No API token is configured here: set SELFHEAL_API_TOKEN and restart."
                    : "Send an API token as `Authorization: Bearer TOKEN`.")
        }
        var found: AccessToken?
        // Every token is tried, so that the time does not tell which one was near.
        for token in tokens where token.fits(given) { found = token }
        guard let found else { throw Unauthorized(detail: "The API token is not known here.") }
        guard rights == .read || found.rights == .write else {
            throw HTTPProblem(.forbidden, detail: "The token `\(found.name)` may only read.")
        }
        return found.name
    }

    private func bearer(_ request: HTTPRequest) -> [UInt8]? {
        guard let field = request.headers["Authorization"] else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return [] }
        return Array(parts[1].utf8)
    }
}

struct Unauthorized: HTTPResponseError {
    let detail: String
    var response: HTTPResponse {
        .problem(.unauthorized, detail: detail, headers: ["WWW-Authenticate": "Bearer"])
    }
}
