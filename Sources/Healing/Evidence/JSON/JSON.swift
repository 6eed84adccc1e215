/// A JSON value whose shape nobody has checked yet. Asking it for a type that it is not gives nil.
enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    /// In file order: objects in reports and traces are small, and a list is built faster than a dictionary.
    case object([Member])

    struct Member: Sendable {
        let key: String
        let value: JSON
    }

    /// The member of that name, the last one as in JavaScript; nil when absent or `null`.
    subscript(_ key: String) -> JSON? {
        guard case .object(let members) = self, let member = members.last(where: { $0.key == key }) else { return nil }
        if case .null = member.value { return nil }
        return member.value
    }

    var string: String? { if case .string(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var double: Double? { if case .number(let value) = self { value } else { nil } }
    var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    var members: [Member]? { if case .object(let value) = self { value } else { nil } }

    /// A whole number; nil for fractions and for what is outside of `Int`.
    var int: Int? { double.flatMap(Int.init(exactly:)) }
}
