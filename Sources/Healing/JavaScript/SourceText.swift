/// A place in a source text as people and stack frames count it.
package struct SourcePosition: Hashable, Sendable, Comparable {
    /// 1 for the first line.
    package let line: Int
    /// 1 for the first UTF-16 unit of the line, as V8 and Playwright print it.
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (one: Self, other: Self) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }
}

/// A range of bytes in a named file.
package struct SourcePlace: Hashable, Sendable {
    package let file: String
    /// Bytes of the file's UTF-8 text.
    package let range: Range<Int>

    package init(file: String, range: Range<Int>) {
        self.file = file
        self.range = range
    }
}

/// The text of one source file, which knows its lines. Offsets are bytes of its UTF-8 form.
package struct SourceText: Sendable {
    package let path: String
    package let text: String
    package let bytes: [UInt8]
    private let lineStarts: [Int]

    package init(path: String, text: String) {
        self.path = path
        self.text = text
        bytes = Array(text.utf8)
        lineStarts = Self.lineStarts(of: bytes)
    }

    package var lineCount: Int { lineStarts.count }

    /// The bytes of `range` as text; a range out of bounds is cut to the text.
    package func text(in range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    /// Where the byte at `offset` stands; an offset out of bounds counts as the nearest end.
    package func position(at offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let units = bytes[lineStarts[low]..<offset].reduce(0) { $0 + Self.utf16Units(startedBy: $1) }
        return SourcePosition(line: low + 1, column: units + 1)
    }

    /// - Returns: nil when the text has no such line, or the line is shorter than the column before its end.
    package func offset(of position: SourcePosition) -> Int? {
        guard position.line >= 1, position.line <= lineStarts.count, position.column >= 1 else { return nil }
        let end = position.line < lineStarts.count ? lineStarts[position.line] : bytes.count
        var offset = lineStarts[position.line - 1]
        var units = 0
        while offset < end, units < position.column - 1 {
            units += Self.utf16Units(startedBy: bytes[offset])
            offset += 1
            while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return units >= position.column - 1 ? offset : nil
    }

    /// The bytes of a line without its end. Lines count from 1.
    package func range(ofLine line: Int) -> Range<Int>? {
        guard line >= 1, line <= lineStarts.count else { return nil }
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] : bytes.count
        while end > start, bytes[end - 1] == 10 || bytes[end - 1] == 13 { end -= 1 }
        return start..<end
    }

    /// 4-byte sequences are surrogate pairs; continuation bytes belong to the unit before them.
    private static func utf16Units(startedBy byte: UInt8) -> Int {
        switch byte {
        case 0x80..<0xC0: 0
        case 0xF0...: 2
        default: 1
        }
    }

    /// Line ends by ECMA-262 §12.3: LF, CR, CR LF, and the separators U+2028 and U+2029.
    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 10: starts.append(index + 1)
            case 13 where index + 1 == bytes.count || bytes[index + 1] != 10: starts.append(index + 1)
            case 0xA8, 0xA9:
                if index >= 2, bytes[index - 1] == 0x80, bytes[index - 2] == 0xE2 { starts.append(index + 1) }
            default: break
            }
        }
        return starts
    }
}

extension SourceText: Hashable {
    package static func == (one: Self, other: Self) -> Bool { one.path == other.path && one.bytes == other.bytes }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(bytes)
    }
}
