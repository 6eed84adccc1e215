import TestKit
import Testing

@testable import HTTP

struct RequestParserFuzzTests {
    static let valid = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET /a%20b?c=d&e HTTP/1.1\r\nHost: [::1]:80\r\nX: \t y \r\nConnection: close\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe\r\no",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n2\r\n\r\n\r\n0\r\nT: 1\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "PUT http://a.example:80/x?y HTTP/1.1\r\nHost: other\r\nContent-Length: 0\r\n\r\n",
    ].map { Array($0.utf8) }

    @Test("Reads a request the same, wherever it is cut in two", arguments: valid)
    func everyCut(request: [UInt8]) {
        let whole = ParsedRequests(request)
        #expect(whole.lines.count == 1 && whole.statusOfRefusal == nil)
        for cut in 0...request.count {
            #expect(ParsedRequests(request, cutAt: [cut]) == whole)
        }
        #expect(ParsedRequests(request, cutAt: Array(0...request.count)) == whole)
    }

    @Test("Reads requests in a row as it reads them alone")
    func pipeline() {
        let together = ParsedRequests(Self.valid.flatMap(\.self))
        #expect(together.lines == Self.valid.flatMap { ParsedRequests($0).lines })
    }

    @Test("Damaged requests do no harm, and are read the same however they are cut", arguments: 0..<40)
    func mutations(round: Int) throws {
        var random = SeededGenerator(seed: UInt64(round))
        for _ in 0..<250 {
            var octets = Self.valid.shuffled(using: &random).prefix(2).flatMap(\.self)
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.damage(&octets, &random) }
            let cuts = (0..<5).map { _ in Int.random(in: 0...octets.count, using: &random) }.sorted()
            #expect(ParsedRequests(octets, cutAt: cuts) == ParsedRequests(octets))
        }
    }

    private static let interesting = Array("\r\n\t :;,=%\"\\\0\u{7F}0123456789abcdefFGHX/.?*[]".utf8) + [0x80, 0xFF]

    private static func damage(_ octets: inout [UInt8], _ random: inout SeededGenerator) {
        let index = Int.random(in: 0..<octets.count, using: &random)
        let octet = interesting.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<5, using: &random) {
        case 0: octets[index] = octet
        case 1: octets.insert(octet, at: index)
        case 2 where octets.count > 1: octets.remove(at: index)
        case 3: octets.insert(contentsOf: octets[index..<min(octets.count, index + 9)], at: index)
        default: octets[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }
}
