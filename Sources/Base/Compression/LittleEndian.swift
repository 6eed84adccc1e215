/// Numbers as ZIP writes them, with every access checked: nil outside of the bytes.
struct LittleEndian {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func slice(at position: Int, bytes count: Int) -> ArraySlice<UInt8>? {
        guard position >= 0, count >= 0, position <= bytes.count, count <= bytes.count - position else { return nil }
        return bytes[position..<position + count]
    }

    func number(at position: Int, bytes count: Int) -> UInt64? {
        slice(at: position, bytes: count)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The same as an `Int`; nil for numbers that no file offset can have.
    func integer(at position: Int, bytes count: Int) -> Int? {
        number(at: position, bytes: count).flatMap(Int.init(exactly:))
    }
}
