import Testing

@testable import Tools

struct LineBufferTests {
    @Test("The end of a stream begins with a whole line, however its pieces come", arguments: [1, 7, 64])
    func tail(piece: Int) {
        var lines = LineBuffer(tailBytes: 40)
        let text = (1...30).map { "line \($0) password=zebra-known-\($0 + 100)\n" }.joined()
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            _ = lines.append(Array(bytes.prefix(piece)))
            bytes = bytes.dropFirst(piece)
        }
        #expect(lines.tail == "line 30 password=zebra-known-130\n")
    }

    @Test("A stream that is short enough is kept whole")
    func short() {
        var lines = LineBuffer(tailBytes: 40)
        _ = lines.append(Array("one\ntwo".utf8))
        #expect(lines.tail == "one\ntwo")
    }
}
