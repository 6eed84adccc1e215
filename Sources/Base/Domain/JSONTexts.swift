import Foundation

/// The texts in encoded JSON that are values, not keys.
enum JSONTexts {
    /// - Parameters:
    ///   - json: as `JSON.encode` writes it, without a space before a colon.
    ///   - change: gets each text as it is meant, without escapes.
    static func changed(in json: Data, by change: (String) -> String) -> Data {
        let bytes = [UInt8](json)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\"") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let end = end(of: bytes, from: index + 1)
            let text = bytes[(index + 1)..<end]
            let isKey = end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: ":")
            result.append(bytes[index])
            result += isKey ? Array(text) : self.changed(text, by: change)
            result.append(bytes[index])
            index = end + 1
        }
        return Data(result)
    }

    /// Escaped on both sides; what is not changed stays as it was written.
    private static func changed(_ escaped: ArraySlice<UInt8>, by change: (String) -> String) -> [UInt8] {
        let text = String(decoding: escaped, as: UTF8.self)
        let meant: String
        if text.utf8.contains(UInt8(ascii: "\\")) {
            guard let read = try? JSON.decode([String].self, from: Data("[\"\(text)\"]".utf8)).first else {
                return Array(escaped)
            }
            meant = read
        } else {
            meant = text
        }
        let new = change(meant)
        guard new != meant, let written = try? JSON.encode([new]) else { return Array(escaped) }
        return Array(written.dropFirst(2).dropLast(2))
    }

    /// Place of the quotation mark that ends a text.
    private static func end(of bytes: [UInt8], from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count)
    }
}
