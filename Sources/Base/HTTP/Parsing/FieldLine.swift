/// Where name and value of a header or trailer field lie in the octets that hold them.
struct FieldLine: Equatable, Sendable {
    let name: Range<Int>
    let value: Range<Int>

    init(name: Range<Int>, value: Range<Int>) {
        self.name = name
        self.value = value
    }

    /// Source: RFC 9112 §5.
    /// - Parameter line: without its CRLF, not empty.
    init(_ line: Range<Int>, in octets: [UInt8]) throws(RequestRejection) {
        var colon = line.lowerBound
        while colon < line.upperBound, Octet.isToken(octets[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, octets[colon] == Octet.colon else {
            throw .malformed("A field line is a name, a colon right behind it and a value; folding is not allowed.")
        }
        for index in colon..<line.upperBound where !Octet.isFieldValue(octets[index]) {
            throw .malformed("A field value has a control character.")
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, Octet.isBlank(octets[start]) { start += 1 }
        while start < end, Octet.isBlank(octets[end - 1]) { end -= 1 }
        name = line.lowerBound..<colon
        value = start..<end
    }
}
