import Foundation

/// Reads members of JSON by path: `["blocks", 0, "text", "text"]`.
struct Members {
    let value: Any?

    init(_ data: Data) throws { value = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) }
    init(value: Any?) { self.value = value }

    subscript(name: String) -> Members { Members(value: (value as? [String: Any])?[name]) }
    subscript(index: Int) -> Members { list.indices.contains(index) ? list[index] : Members(value: nil) }

    var list: [Members] { (value as? [Any] ?? []).map(Members.init(value:)) }
    var text: String { value as? String ?? "" }
}
