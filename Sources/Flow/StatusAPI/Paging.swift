import Domain
import Foundation
import HTTP

/// What a list is asked for: how many, and those after which one.
struct Paging<Cursor: Sendable>: Sendable {
    let limit: Int
    let cursor: Cursor?
}

extension Paging {
    private static var standardLimit: Int { 50 }
    private static var limits: ClosedRange<Int> { 1...200 }

    init(_ query: HTTPQuery, _ cursor: (String) -> Cursor?) throws {
        limit = try query["limit"].map(Self.limit) ?? Self.standardLimit
        self.cursor = try query["cursor"].map { text in
            guard let cursor = cursor(text) else {
                throw HTTPProblem(.badRequest, detail: "`cursor` must be a `nextCursor` of an earlier page.")
            }
            return cursor
        }
    }

    private static func limit(_ text: String) throws -> Int {
        guard let limit = Int(text), limits.contains(limit) else {
            throw HTTPProblem(
                .badRequest, detail: "`limit` must be a whole number from \(limits.lowerBound) to \(limits.upperBound)."
            )
        }
        return limit
    }

    /// One more than is shown, which tells whether there is a next page.
    var wanted: Int { limit + 1 }

    /// - Parameters:
    ///   - found: up to `wanted` elements.
    ///   - name: of the member that holds the list.
    ///   - rest: cursor of what was not looked at, for a page that is not full.
    func page<Element: Encodable>(
        _ found: [Element], as name: String, for request: HTTPRequest, rest: String? = nil, next: (Element) -> String
    ) throws -> HTTPResponse {
        let shown = Array(found.prefix(limit))
        let cursor = found.count > limit ? shown.last.map(next) : rest
        let page = Page(name: name, elements: shown, nextCursor: cursor)
        var response = HTTPResponse.json(Array(try JSON.encode(page))).withEntityTag()
        if let cursor {
            let kept = request.query.items.filter { $0.name != "cursor" } + [("cursor", cursor)]
            let query = kept.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
            response.headers["Link"] = "<\(request.path)?\(query)>; rel=\"next\""
        }
        return response
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

private struct Page<Element: Encodable>: Encodable {
    let name: String
    let elements: [Element]
    let nextCursor: String?

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(elements, forKey: Key(stringValue: name))
        try container.encodeIfPresent(nextCursor, forKey: Key(stringValue: "nextCursor"))
    }
}
