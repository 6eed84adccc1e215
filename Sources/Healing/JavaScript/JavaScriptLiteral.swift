/// A value that stands in the source text as it is, or the name of one.
package struct JavaScriptLiteral: Hashable, Sendable {
    package indirect enum Value: Hashable, Sendable {
        /// A string, a template without substitutions, or a concatenation of such.
        case string(String)
        /// A template with substitutions, or a concatenation with other things.
        case template([Piece])
        case number(Double)
        case boolean(Bool)
        /// `null` and `undefined`.
        case nothing
        /// `source` is the text between the slashes.
        case regularExpression(source: String, flags: String)
        case object([Property])
        case array([JavaScriptLiteral])
        /// A name or a path of names: `ADD`, `labels.add`, `this.label`.
        case reference([String])
        case other
    }

    package enum Piece: Hashable, Sendable {
        case text(String)
        case expression(JavaScriptLiteral)
    }

    package struct Property: Hashable, Sendable {
        package let name: String
        package let value: JavaScriptLiteral
        /// From the name to the end of the value.
        package let range: Range<Int>
    }

    package let value: Value
    /// Bytes of the source text, quotes included.
    package let range: Range<Int>

    package init(value: Value, range: Range<Int>) {
        self.value = value
        self.range = range
    }

    package var string: String? { if case .string(let text) = value { text } else { nil } }

    package var boolean: Bool? { if case .boolean(let flag) = value { flag } else { nil } }

    package var number: Double? { if case .number(let number) = value { number } else { nil } }

    package var properties: [Property] { if case .object(let properties) = value { properties } else { [] } }

    package subscript(name: String) -> JavaScriptLiteral? { properties.last { $0.name == name }?.value }
}
