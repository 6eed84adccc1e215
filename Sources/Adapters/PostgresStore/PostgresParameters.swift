internal import Foundation
internal import RelationalStore

/// Values on their way to the server, which finds out their types from where they stand. Numbers go as text, because that
/// fits whatever whole or real type it decides for; octets go as they are.
struct PostgresParameters {
    /// All values, one after the other, each with a zero after it.
    private var octets: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    static let none = PostgresParameters()
    private init() {}

    init(_ values: [SQLValue]) {
        for value in values {
            switch value {
            case .null: appendNull()
            case .integer(let number): append(String(number).utf8)
            case .real(let number): append(String(number).utf8)
            case .text(let text):
                // PostgreSQL has no U+0000 in its texts, and what a program printed must not keep a job from its end.
                append(text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}").utf8 : text.utf8)
            case .blob(let data): append(data, isBinary: true)
            }
        }
    }

    private mutating func append(_ value: some Collection<UInt8>, isBinary: Bool = false) {
        starts.append(octets.count)
        lengths.append(Int32(value.count))
        formats.append(isBinary ? 1 : 0)
        octets.append(contentsOf: value)
        octets.append(0)
    }

    private mutating func appendNull() {
        starts.append(nil)
        lengths.append(0)
        formats.append(0)
    }

    typealias Pointers = UnsafePointer<UnsafePointer<CChar>?>

    /// As libpq takes them: how many, where they are, how long they are, and which of them are binary.
    func withPointers<Result>(
        _ body: (Int32, Pointers?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        octets.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(Int32(starts.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
