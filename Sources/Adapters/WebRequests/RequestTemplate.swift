import Domain
import Foundation
import HTTPClient

/// A configured request with `${NAME}` in its address, headers and body, filled with values as each place wants them
/// written, so that a value never becomes more than a value.
struct RequestTemplate {
    struct Problem: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    private let action: PlaybookSettings.HTTPAction

    init(_ action: PlaybookSettings.HTTPAction) { self.action = action }

    func filled(with values: [String: String], timeout: Duration) throws -> TransportRequest {
        let method = action.method.uppercased()
        guard !method.isEmpty, method.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw Problem(description: "\(action.method) is no method of HTTP")
        }
        let address = try fill(action.url, with: values) { value, isFirst in
            // At the beginning it is the address of the server itself.
            isFirst ? value : Self.percentEncoded(value)
        }
        guard let url = URL(httpAddress: address) else {
            throw Problem(description: "\(action.url) is no address that begins with http:// or https://")
        }
        let headers = try headers(with: values)
        let body = try action.body.map { try self.body($0, with: values, kind: BodyKind(headers, of: $0)) }
        return TransportRequest(
            method: method, url: url, headers: headers, body: body.map { Data($0.utf8) }, timeout: timeout)
    }

    private func headers(with values: [String: String]) throws -> [String: String] {
        var headers = ["User-Agent": "selfheal"]
        for (name, template) in action.headers {
            let value = try fill(template, with: values) { value, _ in value }
            guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
                throw Problem(description: "the header \(name) would have a line break or control character in it")
            }
            headers[name] = value
        }
        if let body = action.body, !headers.keys.contains(where: { $0.lowercased() == "content-type" }) {
            headers["Content-Type"] = BodyKind.looksLikeJSON(body) ? "application/json" : "text/plain; charset=utf-8"
        }
        return headers
    }

    private func body(_ template: String, with values: [String: String], kind: BodyKind) throws -> String {
        switch kind {
        case .json:
            let body = try fill(template, with: values) { value, _ in try Self.jsonEscaped(value) }
            guard (try? JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed)) != nil else {
                throw Problem(description: "the body is no JSON once its variables are filled in")
            }
            return body
        case .form: return try fill(template, with: values) { value, _ in Self.percentEncoded(value) }
        case .text: return try fill(template, with: values) { value, _ in value }
        }
    }

    /// - Parameter written: a value as its place wants it, and whether it stands at the very beginning.
    private func fill(
        _ template: String, with values: [String: String], written: (String, Bool) throws -> String
    ) throws -> String {
        var result = ""
        var rest = template[...]
        while let match = rest.firstMatch(of: /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/) {
            let name = String(match.1)
            guard let value = values[name] else {
                throw Problem(
                    description:
                        "${\(name)} is unknown: list it under `environment` or `pass` of the playbook, and set it")
            }
            result += rest[..<match.range.lowerBound]
            result += try written(value, result.isEmpty)
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }

    private static func percentEncoded(_ value: String) -> String {
        // Source: RFC 3986 §2.3, the unreserved characters.
        let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        return value.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: plain)) ?? ""
    }

    /// As between the quotes of a JSON text.
    private static func jsonEscaped(_ value: String) throws -> String {
        String(decoding: try JSON.encode(value), as: UTF8.self).dropFirst().dropLast().description
    }
}

/// How values are written in a body.
private enum BodyKind {
    case json, form, text

    init(_ headers: [String: String], of body: String) {
        let type = headers.first { $0.key.lowercased() == "content-type" }?.value.lowercased() ?? ""
        if type.contains("json") {
            self = .json
        } else {
            self = type.contains("application/x-www-form-urlencoded") ? .form : .text
        }
    }

    static func looksLikeJSON(_ body: String) -> Bool {
        ["{", "["].contains(body.drop(while: \.isWhitespace).first.map(String.init) ?? "")
    }
}
