internal import Foundation
internal import RelationalStore

/// The types of columns that the store's values can be. Source: PostgreSQL's src/include/catalog/pg_type.dat
enum PostgresType: UInt32 {
    case bool = 16
    case bytea = 17
    case name = 19
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case float4 = 700
    case float8 = 701
    case bpchar = 1042
    case varchar = 1043
    /// What a function returns that returns nothing.
    case void = 2278

    /// - Parameter octets: the binary form, most significant octet first.
    func value(_ octets: UnsafeRawBufferPointer) -> SQLValue {
        switch self {
        case .bool: .integer(octets.first == 0 ? 0 : 1)
        case .int2: .integer(Int64(Int16(truncatingIfNeeded: Self.number(octets))))
        case .int4: .integer(Int64(Int32(truncatingIfNeeded: Self.number(octets))))
        case .int8: .integer(Int64(bitPattern: Self.number(octets)))
        case .float4: .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: Self.number(octets)))))
        case .float8: .real(Double(bitPattern: Self.number(octets)))
        case .text, .varchar, .bpchar, .name: .text(String(decoding: octets, as: UTF8.self))
        case .bytea: .blob(Data(octets))
        case .void: .null
        }
    }

    private static func number(_ octets: UnsafeRawBufferPointer) -> UInt64 {
        octets.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
