internal import CPostgres
internal import Foundation
internal import RelationalStore

/// One answer of the server, freed with this value. Its columns are binary.
final class PostgresAnswer {
    private let result: OpaquePointer

    init(owning result: OpaquePointer) { self.result = result }
    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }
    /// For example `COMMIT` or `UPDATE 3`.
    var command: String { String(cString: PQcmdStatus(result)) }
    var changes: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// A part of an error; nil when the server did not say it, or was not the one who spoke.
    func part(_ code: ErrorPart) -> String? {
        PQresultErrorField(result, Int32(code.rawValue)).map { String(cString: $0) }
    }
    var message: String { String(cString: PQresultErrorMessage(result)) }

    /// Source: https://www.postgresql.org/docs/current/protocol-error-fields.html
    enum ErrorPart: UInt8 {
        case severity = 0x56  // V, in English whatever the server's language is
        case state = 0x43  // C
        case text = 0x4D  // M
        case constraint = 0x6E  // n
        case function = 0x52  // R
    }

    func rows() throws(PostgresFailure) -> [SQLRow] {
        let columns = PQnfields(result)
        var types: [PostgresType] = []
        for column in 0..<columns {
            guard let type = PostgresType(rawValue: PQftype(result, column)) else {
                throw .unknownType(
                    PQftype(result, column), column: PQfname(result, column).map { String(cString: $0) } ?? "\(column)")
            }
            types.append(type)
        }
        var rows: [SQLRow] = []
        rows.reserveCapacity(Int(PQntuples(result)))
        for row in 0..<PQntuples(result) {
            rows.append(SQLRow((0..<columns).map { value(row, $0, as: types[Int($0)]) }))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32, as type: PostgresType) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let octets = PQgetvalue(result, row, column) else { return .null }
        return type.value(UnsafeRawBufferPointer(start: octets, count: Int(PQgetlength(result, row, column))))
    }
}
