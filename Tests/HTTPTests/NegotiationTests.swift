import Testing

@testable import HTTP

struct NegotiationTests {
    @Test(
        "Codes with gzip when the client likes it at least as well as plain content",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("br", false),
            ("br, gzip", true),
            ("*", true), ("gzip;q=0", false), ("gzip; q=0.000", false), ("gzip;q=0.2, identity;q=1.0", false),
            ("gzip;q=0.5, identity;q=0.5", true), ("identity;q=1, *;q=0", false), ("gzip, *;q=0", true),
            ("identity;q=0, gzip;q=0.001", true), ("gzip;q=2", false), ("gzip;q=a", false),
            ("deflate, gzip ; q = 1", true),
        ] as [(String?, Bool)])
    func gzip(field: String?, isCoded: Bool) {
        #expect(ContentCoding.prefersGzip(field) == isCoded)
    }

    @Test(
        "Finds a tag in If-None-Match by weak comparison",
        arguments: [
            (#""a""#, #""a""#, true), (#""a""#, #"W/"a""#, true), (#"W/"a""#, #""a""#, true),
            (#""a""#, #""b", "a""#, true),
            (#""a""#, "*", true), (#""a""#, #""b""#, false), (#""a""#, "a", false), (#""a""#, "", false),
            (#""a,b""#, #""x", "a,b""#, true), (#""a""#, #""ba""#, false), (#""a""#, #"""#, false),
        ])
    func ifNoneMatch(tag: String, field: String, isNamed: Bool) throws {
        #expect(try #require(EntityTag(tag)).isNamed(inIfNoneMatch: field) == isNamed)
    }

    @Test("Takes only what is a tag", arguments: ["a", "\"", "\"a", "W/a", "\"a\"b\"", "\"a b\"", "w/\"a\""])
    func noTag(text: String) {
        #expect(EntityTag(text) == nil)
    }

    @Test("Makes one tag of the same octets, and another of others")
    func hashing() {
        #expect(EntityTag(hashing: [1, 2]) == EntityTag(hashing: [1, 2]))
        #expect(EntityTag(hashing: [1, 2]) != EntityTag(hashing: [2, 1]))
        #expect(EntityTag(EntityTag(hashing: []).text) != nil)
    }

    @Test(
        "Cuts one range out of ten octets, and ignores what it does not understand",
        arguments: [
            (nil, .whole), ("bytes=0-4", .part(0..<5)), ("bytes=5-", .part(5..<10)), ("bytes=-3", .part(7..<10)),
            ("bytes=0-99", .part(0..<10)), ("bytes=-99", .part(0..<10)), ("bytes=9-9", .part(9..<10)),
            ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=5-4", .whole), ("bytes=0-1,3-4", .whole), ("lines=0-4", .whole), ("bytes=a-b", .whole),
            ("bytes=-", .whole), ("bytes=", .whole), ("bytes=1-2-3", .whole),
        ] as [(String?, ByteRange)])
    func ranges(field: String?, range: ByteRange) {
        #expect(ByteRange(field, sizeBytes: 10) == range)
    }

    @Test("Finds no range in an empty file")
    func emptyFile() {
        #expect(ByteRange("bytes=0-", sizeBytes: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-1", sizeBytes: 0) == .unsatisfiable)
    }

    @Test(
        "Writes dates as RFC 9110 wants them",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_772_323_199, "Sat, 28 Feb 2026 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ])
    func dates(unixTime: Int, text: String) {
        #expect(HTTPDate.format(unixTime) == text)
    }
}
