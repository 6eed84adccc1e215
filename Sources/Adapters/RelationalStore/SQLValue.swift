package import Domain
package import Foundation

/// A value as every database knows it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Data)
}

extension SQLValue {
    package static func text(_ text: String?) -> Self { text.map { .text($0) } ?? .null }
    package static func integer(_ number: Int?) -> Self { number.map { .integer(Int64($0)) } ?? .null }
    /// Milliseconds since 1970.
    package static func time(_ time: Timestamp?) -> Self { time.map { .integer($0.milliseconds) } ?? .null }
    package static func flag(_ flag: Bool) -> Self { .integer(flag ? 1 : 0) }

    /// A value as JSON text.
    package static func json(_ value: (some Encodable)?) throws -> Self {
        guard let value else { return .null }
        return .text(String(decoding: try JSON.encode(value), as: UTF8.self))
    }
}

/// One row of an answer; its columns are named by their place, from 0.
package struct SQLRow: Hashable, Sendable {
    package let values: [SQLValue]

    package init(_ values: [SQLValue]) { self.values = values }

    package func text(_ column: Int) throws(SQLFailure) -> String {
        guard let text = try optionalText(column) else { throw unexpected(column, "text") }
        return text
    }

    package func optionalText(_ column: Int) throws(SQLFailure) -> String? {
        switch values[column] {
        case .text(let text): text
        case .null: nil
        default: throw unexpected(column, "text")
        }
    }

    package func integer(_ column: Int) throws(SQLFailure) -> Int64 {
        guard let number = try optionalInteger(column) else { throw unexpected(column, "a whole number") }
        return number
    }

    package func optionalInteger(_ column: Int) throws(SQLFailure) -> Int64? {
        switch values[column] {
        case .integer(let number): number
        case .null: nil
        default: throw unexpected(column, "a whole number")
        }
    }

    package func optionalReal(_ column: Int) throws(SQLFailure) -> Double? {
        switch values[column] {
        case .real(let number): number
        case .integer(let number): Double(number)
        case .null: nil
        default: throw unexpected(column, "a number")
        }
    }

    package func blob(_ column: Int) throws(SQLFailure) -> Data {
        switch values[column] {
        case .blob(let data): data
        case .text(let text): Data(text.utf8)
        default: throw unexpected(column, "octets")
        }
    }

    package func time(_ column: Int) throws(SQLFailure) -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    package func optionalTime(_ column: Int) throws(SQLFailure) -> Timestamp? {
        try optionalInteger(column).map(Timestamp.init(milliseconds:))
    }

    /// A value out of JSON text; nil for NULL.
    package func json<Value: Decodable>(_ type: Value.Type, _ column: Int) throws -> Value? {
        try optionalText(column).map { try JSON.decode(type, from: Data($0.utf8)) }
    }

    private func unexpected(_ column: Int, _ expected: String) -> SQLFailure {
        .other("column \(column) of a row was expected to be \(expected)")
    }
}
