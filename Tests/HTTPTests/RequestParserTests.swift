import Testing

@testable import HTTP

struct RequestParserTests {
    private func get(_ fields: String, target: String = "/", version: String = "HTTP/1.1") -> String {
        "GET \(target) \(version)\r\nHost: a\r\n\(fields)\r\n"
    }

    private func post(_ fields: String, _ body: String) -> String {
        "POST /p HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    @Test("Reads a request with a body of known length, and the one behind it")
    func length() {
        let parsed = ParsedRequests(post("Content-Length: 2", "hi") + get(""))
        #expect(
            parsed.lines == [
                "POST /p? 1.1 [Host=a] [Content-Length=2] stays: 6869", "GET /? 1.1 [Host=a] stays: ",
            ])
    }

    @Test(
        "Joins chunks, and drops extensions and trailers",
        arguments: [
            "2\r\nhi\r\n0\r\n\r\n", "1\r\nh\r\n1\r\ni\r\n0\r\n\r\n", "0002\r\nhi\r\n000\r\n\r\n",
            "2;a;b=c;d=\"e;\\\"f\"\r\nhi\r\n0;z\r\nX-Sum: 1\r\nY: 2\r\n\r\n", "2 ; a = b\r\nhi\r\n0\r\n\r\n",
        ])
    func chunks(body: String) {
        let parsed = ParsedRequests(post("Transfer-Encoding: Chunked", body) + get(""))
        #expect(parsed.lines.first == "POST /p? 1.1 [Host=a] [Transfer-Encoding=Chunked] stays: 6869")
        #expect(parsed.lines.count == 2)
    }

    @Test(
        "Refuses chunks of which two readers could think differently",
        arguments: [
            ("zz\r\n", 400), ("-2\r\nhi", 400), ("+2\r\nhi", 400), ("0x2\r\nhi", 400), ("\r\nhi", 400),
            ("2\nhi\r\n", 400), ("2\r\nhiXX", 400), ("2\r\nhi0\r\n", 400), ("1\r\nhi\r\n", 400), ("2 \r\nhi", 400),
            ("2;\r\nhi", 400), ("2;a=\r\nhi", 400), ("2;a=\"b\r\nhi", 400), ("2;a\u{1}\r\nhi", 400),
            ("FFFFFFFFFFFFFFFF1\r\n", 413), ("FFFFFFFFFFFFFFFF\r\n", 413), ("7FFFFFFFFFFFFFFF\r\n", 413),
            ("0\r\nno colon\r\n\r\n", 400), ("0\r\n folded: 1\r\n\r\n", 400), ("0\r\nX: a\nY: b\r\n\r\n", 400),
        ])
    func badChunks(body: String, status: Int) {
        #expect(ParsedRequests(post("Transfer-Encoding: chunked", body)).statusOfRefusal == status)
    }

    @Test(
        "Refuses a framing that is not plain",
        arguments: [
            ("Content-Length: 2\r\nContent-Length: 2", 400), ("Content-Length: 2, 2", 400), ("Content-Length: -1", 400),
            ("Content-Length: +2", 400), ("Content-Length: 0x2", 400), ("Content-Length:", 400),
            ("Content-Length: 2 0", 400), ("Content-Length: 2a", 400), ("Content-Length: 9223372036854775808", 413),
            ("Content-Length: 2\r\nTransfer-Encoding: chunked", 400), ("Transfer-Encoding: chunked, chunked", 400),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400), ("Transfer-Encoding:", 400),
            ("Transfer-Encoding: gzip, chunked", 501), ("Transfer-Encoding: identity", 501),
            ("Transfer-Encoding: xchunked", 501), ("Transfer-Encoding : chunked", 400), ("Content-Length : 2", 400),
        ])
    func badFraming(fields: String, status: Int) {
        #expect(ParsedRequests(post(fields, "hi")).statusOfRefusal == status)
    }

    @Test("Refuses chunks in HTTP/1.0")
    func chunksInOldVersion() {
        let request = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        #expect(ParsedRequests(request).statusOfRefusal == 400)
    }

    @Test(
        "Refuses a request line that is not exactly one",
        arguments: [
            ("GET /\r\n", 400), ("GET HTTP/1.1\r\n", 400), ("GET  / HTTP/1.1\r\n", 400), ("GET / HTTP/1.1 \r\n", 400),
            (" GET / HTTP/1.1\r\n", 400), ("GET\t/\tHTTP/1.1\r\n", 400), ("G\"T / HTTP/1.1\r\n", 400),
            ("GET / http/1.1\r\n", 400), ("GET / HTTP/11\r\n", 400), ("GET / ICE/1.0\r\n", 400),
            ("GET / HTTP/2.0\r\n", 505), ("PRI * HTTP/2.0\r\n", 505), ("GET / HTTP/1.1\n", 400), ("\n", 400),
            ("\r\n\r\n", 400), ("GET /\rHost: a\r\n", 400), ("\u{16}\u{3}\u{1}\r\n", 400),
        ])
    func badRequestLine(line: String, status: Int) {
        #expect(ParsedRequests(line).statusOfRefusal == status)
    }

    @Test("Skips one empty line in front of a request")
    func leadingEmptyLine() {
        #expect(ParsedRequests("\r\n" + get("")).lines == ["GET /? 1.1 [Host=a] stays: "])
    }

    @Test(
        "Refuses a field line that is not exactly one",
        arguments: [
            "X : 1\r\n", "X\r\n", ": 1\r\n", "X@: 1\r\n", "X: a\r\n b\r\n", "X: a\u{0}b\r\n", "X: a\rY: b\r\n",
            "X: a\nY: b\r\n", "X: \u{7F}\r\n",
        ])
    func badField(field: String) {
        #expect(ParsedRequests(get(field)).statusOfRefusal == 400)
    }

    @Test("Trims values, and leaves octets above ASCII as they are")
    func values() {
        let parsed = ParsedRequests(get("X:\t café \t\r\nEmpty:\r\n"))
        #expect(parsed.lines == ["GET /? 1.1 [Host=a] [X=café] [Empty=] stays: "])
    }

    @Test(
        "Wants exactly one valid Host",
        arguments: [
            ("", 400), ("Host: a\r\nHost: a\r\n", 400), ("Host: a b\r\n", 400), ("Host:\r\n", 400),
            ("Host: a/b\r\n", 400), ("Host: a:b\r\n", 400), ("Host: a:65536\r\n", 400), ("Host: u@a\r\n", 400),
            ("Host: [::1\r\n", 400), ("Host: [::1]:80\r\n", nil), ("Host: a.example:80\r\n", nil),
            ("Host: a:\r\n", nil),
        ])
    func host(fields: String, status: Int?) {
        #expect(ParsedRequests("GET / HTTP/1.1\r\n\(fields)\r\n").statusOfRefusal == status)
    }

    @Test("HTTP/1.0 needs no Host, and closes unless it asks otherwise")
    func oldVersion() {
        #expect(ParsedRequests("GET / HTTP/1.0\r\n\r\n").lines == ["GET /? 1.0 closes: "])
        let kept = ParsedRequests("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
        #expect(kept.lines == ["GET /? 1.0 [Connection=Keep-Alive] stays: "])
    }

    @Test("Finds close among the options, in any case and line")
    func close() {
        for fields in ["Connection: foo , CLOSE\r\n", "Connection: x\r\nConnection: Close\r\n"] {
            #expect(ParsedRequests(get(fields)).lines.first?.hasSuffix("closes: ") == true)
        }
    }

    @Test("Keeps to each of its limits, to the octet")
    func limits() {
        var limits = RequestParser.Limits()
        limits.requestLineBytes = 18
        limits.headerSectionBytes = 20
        limits.fields = 2
        func refusal(_ text: String) -> Int? {
            ParsedRequests(Array(text.utf8), limits: limits, bodyLimit: 4).statusOfRefusal
        }
        #expect(refusal("GET /abc HTTP/1.1\r\nHost: a\r\n\r\n") == 414)
        #expect(refusal("GET /ab HTTP/1.1\r\nHost: a\r\nX: 1234\r\n\r\n") == nil)
        #expect(refusal("GET /ab HTTP/1.1\r\nHost: a\r\nX: 12345\r\n\r\n") == 431)
        #expect(refusal("GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY:\r\n\r\n") == 431)
        #expect(refusal("POST / HTTP/1.0\r\nContent-Length:4\r\n\r\n1234") == nil)
        #expect(refusal("POST / HTTP/1.0\r\nContent-Length:5\r\n\r\n") == 413)
    }

    @Test("Counts chunks against the limit of the body before they come")
    func chunkedLimit() {
        let octets = Array(post("Transfer-Encoding: chunked", "3\r\nabc\r\n2\r\n").utf8)
        #expect(ParsedRequests(octets, bodyLimit: 4).statusOfRefusal == 413)
        #expect(ParsedRequests(octets, bodyLimit: 5).statusOfRefusal == nil)
    }

    @Test("Adds up the extensions of all chunks")
    func extensionLimit() {
        let chunk = "1;" + String(repeating: "x", count: 1000) + "\r\na\r\n"
        let body = String(repeating: chunk, count: 20) + "0\r\n\r\n"
        #expect(ParsedRequests(post("Transfer-Encoding: chunked", body)).statusOfRefusal == 400)
    }
}
