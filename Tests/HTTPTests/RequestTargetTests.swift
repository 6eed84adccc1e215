import Testing

@testable import HTTP

struct RequestTargetTests {
    private func target(_ text: String, _ method: HTTPMethod = .get) throws -> RequestTarget {
        try RequestTarget(Array(text.utf8)[...], method: method)
    }

    @Test(
        "Decodes a path, but never makes a new segment",
        arguments: [
            ("/", "/"), ("/a/b", "/a/b"), ("/a%20b", "/a b"), ("/caf%C3%A9", "/café"), ("/%61pi", "/api"),
            ("/a%2Fb", "/a%2Fb"), ("/100%25", "/100%25"), ("//", "//"), ("/a/", "/a/"), ("/...", "/..."),
            ("/.a", "/.a"),
            ("http://host/a?b", "/a"), ("HTTPS://host:1", "/"), ("http://host?b", "/"),
        ])
    func path(text: String, path: String) throws {
        #expect(try target(text).path == path)
    }

    @Test(
        "Refuses what is no target of a GET",
        arguments: [
            "*", "a", "host:80", "/%", "/%4", "/%zz", "/%00", "/%0A", "/%5C", "/\\", "/%FF", "/a#b", "/é", "/a\"b",
            "/<",
            "/{", "/.", "/..", "/a/../b", "/a/.", "/%2e%2E/b", "/%2e", "/a?b#c", "/a?%", "/a?\"", "ftp://host/",
            "http://",
            "http:///a", "http://u@host/",
        ])
    func refused(text: String) {
        #expect(throws: RequestRejection.self) { try target(text) }
    }

    @Test("Knows the forms that belong to one method alone")
    func forms() throws {
        #expect(try target("*", .options).form == .server)
        #expect(try target("http://host", .options).form == .server)
        #expect(try target("host:443", .connect).form == .authority)
        #expect(throws: RequestRejection.self) { try target("*", .post) }
    }

    @Test("Keeps the query as it is")
    func query() throws {
        #expect(try target("/a?b=c%20d&e[]=?").query == "b=c%20d&e[]=?")
        #expect(try target("http://host?b").query == "b")
    }
}
