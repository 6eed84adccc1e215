import Testing

@testable import HTTP

struct MessageTests {
    @Test("Finds fields without regard to case, and joins their lines")
    func headers() {
        var headers: HTTPHeaders = ["Accept": "a", "X": "1"]
        headers.append("ACCEPT", "b")
        #expect(headers["accept"] == "a, b")
        #expect(headers.values(of: "Accept") == ["a", "b"])
        headers["accept"] = "c"
        #expect(headers.map { "\($0.name)=\($0.value)" } == ["X=1", "accept=c"])
        headers["X"] = nil
        #expect(headers["X"] == nil && !headers.contains("x"))
    }

    @Test("Lets no value start a line of its own")
    func splitting() {
        let headers: HTTPHeaders = ["Location": "/a\r\nSet-Cookie: b\u{0}"]
        #expect(headers["Location"] == "/a  Set-Cookie: b ")
    }

    @Test("Reads a query as a form")
    func query() {
        let query = HTTPQuery("a=1&b=x+y%26z&a=2&flag&&bad=%zz%4&=e")
        #expect(query["a"] == "1" && query.values(of: "a") == ["1", "2"])
        #expect(query["b"] == "x y&z" && query["flag"] == "" && query["bad"] == "%zz%4" && query["none"] == nil)
        #expect(query.items.count == 6)
    }

    @Test(
        "Reads media types and leaves out parameters",
        arguments: [
            ("application/json", "application/json"), ("Text/HTML; charset=utf-8", "text/html"), ("a/b ;c=d", "a/b"),
            ("json", nil), ("a/b/c", nil), ("a/", nil), ("", nil), ("a b/c", nil),
        ])
    func mediaTypes(field: String, essence: String?) {
        #expect(MediaType(field)?.description == essence)
    }

    @Test("Writes problems as JSON, whatever is in them")
    func problem() {
        let response = HTTPResponse.problem(.conflict, detail: "a \"b\" \\ \n\u{1} é", headers: ["Retry-After": "1"])
        guard case .octets(let octets) = response.body else {
            Issue.record("no body")
            return
        }
        let json = #"{"type":"about:blank","title":"Conflict","status":409,"detail":"a \"b\" \\ \u000a\u0001 é"}"#
        #expect(String(decoding: octets, as: UTF8.self) == json)
        #expect(response.headers["Content-Type"] == "application/problem+json")
        #expect(response.headers["Retry-After"] == "1")
    }

    @Test(
        "Takes a client's request id where it can do no harm in a log",
        arguments: [
            ("abc-1", true), ("", false), ("a b", false), ("é", false), (String(repeating: "x", count: 128), true),
            (String(repeating: "x", count: 129), false),
        ])
    func requestID(field: String, isValid: Bool) {
        #expect((RequestID.valid(field) != nil) == isValid)
    }

    @Test("Makes a different request id each time")
    func generatedIDs() {
        let make = RequestID.generator()
        let ids = [make(), make(), RequestID.generator()()]
        #expect(Set(ids).count == 3 && ids.allSatisfy { RequestID.valid($0) != nil })
    }
}
