/// The part of JSON Schema (draft 2020-12) that our questions use, and the check of answers against it.
///
/// The same value is sent to the model and held against its answer: grammars of servers have gaps, and some have none.
package struct AnswerSchema: Hashable, Sendable {
    package let json: JSONValue

    package init(_ json: JSONValue) { self.json = json }

    /// An object that has all of these members and no other.
    package static func object(_ properties: [String: JSONValue]) -> Self { Self(.schema(properties)) }

    /// For services that refuse a schema with limits of length, number and size, as Anthropic's does; the answer is held
    /// to the whole schema all the same.
    package var withoutLimits: JSONValue { Self.withoutLimits(json) }

    private static let limits: Set<String> = ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"]
    /// What the check understands; anything else in a schema of ours would be a promise that nobody keeps.
    static let keywords: Set<String> = limits.union([
        "type", "properties", "required", "additionalProperties", "enum", "items", "description",
    ])

    /// Why `value` does not fit, with the place; nil when it does.
    package func objection(to value: JSONValue) -> String? { Self.objection(to: value, json, at: "the answer") }

    private static func withoutLimits(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members = members.filter { !limits.contains($0.key) }
        members["items"] = members["items"].map(withoutLimits)
        members["properties"] = members["properties"]?.object.map { .object($0.mapValues(withoutLimits)) }
        return .object(members)
    }

    private static func objection(to value: JSONValue, _ schema: JSONValue, at place: String) -> String? {
        if let choices = schema["enum"]?.array, !choices.contains(value) {
            return "\(place) is none of \(choices.map(\.text).joined(separator: ", "))"
        }
        switch (schema["type"]?.string, value) {
        case ("object", .object(let members)): return objection(to: members, schema, at: place)
        case ("array", .array(let items)): return objection(to: items, schema, at: place)
        case ("string", .string(let text)):
            return outside(text.count, schema["minLength"]?.int, schema["maxLength"]?.int).map {
                "\(place) has \(text.count) characters, \($0)"
            }
        case ("integer", .number(let number)):
            guard let whole = Int(exactly: number) else { return "\(place) is no whole number" }
            return outside(whole, schema["minimum"]?.int, schema["maximum"]?.int).map { "\(place) is \(whole), \($0)" }
        case ("boolean", .bool): return nil
        case (let type, _): return "\(place) is no \(type ?? "value that the schema knows")"
        }
    }

    private static func objection(to members: [String: JSONValue], _ schema: JSONValue, at place: String) -> String? {
        let properties = schema["properties"]?.object ?? [:]
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where members[name] == nil {
            return "\(place) lacks \"\(name)\""
        }
        for name in members.keys.sorted() {
            guard let member = members[name] else { continue }
            if let property = properties[name] {
                if let objection = objection(to: member, property, at: "\"\(name)\" of \(place)") { return objection }
            } else if schema["additionalProperties"] == false {
                return "\(place) has \"\(name.prefix(60))\", which was not asked for"
            }
        }
        return nil
    }

    private static func objection(to items: [JSONValue], _ schema: JSONValue, at place: String) -> String? {
        if let wrong = outside(items.count, schema["minItems"]?.int, schema["maxItems"]?.int) {
            return "\(place) has \(items.count) entries, \(wrong)"
        }
        guard let element = schema["items"] else { return nil }
        for (index, item) in items.enumerated() {
            if let objection = objection(to: item, element, at: "entry \(index) of \(place)") { return objection }
        }
        return nil
    }

    private static func outside(_ number: Int, _ least: Int?, _ most: Int?) -> String? {
        if let least, number < least { return "at least \(least) are wanted" }
        if let most, number > most { return "at most \(most) are allowed" }
        return nil
    }
}

extension JSONValue {
    /// Schema of an object that has all of these members and no other.
    static func schema(_ properties: [String: JSONValue]) -> Self {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.sorted().map(JSONValue.string)), "additionalProperties": false,
        ]
    }
    static func text(_ length: ClosedRange<Int>, _ description: String) -> Self {
        [
            "type": "string", "minLength": .number(Double(length.lowerBound)),
            "maxLength": .number(Double(length.upperBound)), "description": .string(description),
        ]
    }
    static func whole(_ range: ClosedRange<Int>, _ description: String) -> Self {
        [
            "type": "integer", "minimum": .number(Double(range.lowerBound)),
            "maximum": .number(Double(range.upperBound)), "description": .string(description),
        ]
    }
    static func oneOf(_ choices: [String], _ description: String) -> Self {
        ["type": "string", "enum": .array(choices.map(JSONValue.string)), "description": .string(description)]
    }
    static func list(of items: JSONValue, count: ClosedRange<Int>) -> Self {
        [
            "type": "array", "items": items, "minItems": .number(Double(count.lowerBound)),
            "maxItems": .number(Double(count.upperBound)),
        ]
    }

    fileprivate var text: String { string ?? int.map(String.init) ?? "…" }
}
