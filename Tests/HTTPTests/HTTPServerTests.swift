import HTTP
import Testing

@Suite(.serialized) struct HTTPServerTests {
    private let close = "Host: a\r\nConnection: close\r\n\r\n"

    private struct Teapot: HTTPResponseError {
        var response: HTTPResponse { .problem(HTTPStatus(418, "I'm a teapot"), detail: "short and stout") }
    }

    private struct Secret: Error, CustomStringConvertible { let description = "hunter2" }

    private var router: Router {
        var router = Router()
        router.onImmediateGet("/now") { _ in .text("now") }
        router.on(.get, "/hello/{name}") { .text("hello \($0.pathParameters["name"] ?? "") \($0.remoteAddress)") }
        router.on(.get, "/large") { _ in .octets([UInt8](repeating: 0x61, count: 8 << 20), contentType: "image/png") }
        router.on(.get, "/file") { _ in .file(path: #filePath, contentType: "text/plain") }
        router.on(.get, "/teapot") { _ in throw Teapot() }
        router.on(.get, "/secret") { _ in throw Secret() }
        router.on(.post, "/echo", bodyLimitBytes: 1000) { .octets($0.body, contentType: "text/plain") }
        router.on(.get, "/parts") { _ in
            .eventStream { writer in
                for number in 0..<3 { try await writer.write("data: \(number)\n\n") }
            }
        }
        router.on(.get, "/broken") { _ in
            .eventStream { writer in
                try await writer.write("data: 0\n\n")
                throw Secret()
            }
        }
        return router
    }

    @Test("Writes a whole response, and closes when asked to")
    func whole() async throws {
        try await RunningServer.with(router) { server in
            let text = try await server.exchange("GET /hello/you HTTP/1.1\r\nX-Request-Id: mine\r\n\(close)")
            #expect(
                text == """
                    HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nX-Content-Type-Options: nosniff\r\n\
                    X-Request-Id: mine\r\nContent-Length: 19\r\nConnection: close\r\n\
                    Content-Type: text/plain; charset=utf-8\r\n\r\nhello you 127.0.0.1
                    """)
        }
    }

    @Test("Answers requests in a row, one after another, whatever they are")
    func pipeline() async throws {
        try await RunningServer.with(router) { server in
            let requests =
                "GET /now HTTP/1.1\r\nHost: a\r\n\r\n" + "HEAD /hello/x HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
                + "GET /now HTTP/1.1\r\n\(close)GET /never HTTP/1.1\r\nHost: a\r\n\r\n"
            let text = try await server.exchange(requests)
            let statuses = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(statuses == ["200", "200", "404", "200", "200"])
            #expect(text.contains("\r\n\r\nhiHTTP/1.1") && text.hasSuffix("now"))
        }
    }

    @Test("Answers a thousand requests that come at once, and a client that has finished sending")
    func manyAtOnce() async throws {
        try await RunningServer.with(router) { server in
            let client = try await server.client()
            try await client.send(String(repeating: "GET /now HTTP/1.1\r\nHost: a\r\n\r\n", count: 1000))
            client.finishSending()
            let text = try await client.receiveAll()
            #expect(text.split(separator: "HTTP/1.1 200 OK").count == 1000)
        }
    }

    @Test("Sends a response that is larger than any buffer")
    func large() async throws {
        try await RunningServer.with(router) { server in
            let text = try await server.exchange("GET /large HTTP/1.1\r\n\(close)")
            #expect(text.utf8.count > 8 << 20 && text.utf8.suffix(8 << 20).allSatisfy { $0 == 0x61 })
        }
    }

    @Test("Sends a file, and a part of it")
    func file() async throws {
        try await RunningServer.with(router) { server in
            let whole = try await server.exchange("GET /file HTTP/1.1\r\n\(close)")
            #expect(whole.contains("\r\n\r\nimport HTTP\n") && whole.hasSuffix("}\n"))
            let part = try await server.exchange("GET /file HTTP/1.1\r\nRange: bytes=7-10\r\n\(close)")
            #expect(part.hasPrefix("HTTP/1.1 206 ") && part.hasSuffix("\r\n\r\nHTTP"))
        }
    }

    @Test("Streams in chunks, or up to the close for HTTP/1.0, and not at all for HEAD")
    func streams() async throws {
        try await RunningServer.with(router) { server in
            let chunked = try await server.exchange("GET /parts HTTP/1.1\r\n\(close)")
            let chunks = (0..<3).map { "9\r\ndata: \($0)\n\n\r\n" }.joined()
            #expect(chunked.hasSuffix("\r\n\r\n\(chunks)0\r\n\r\n"))
            let plain = try await server.exchange("GET /parts HTTP/1.0\r\n\r\n")
            #expect(plain.hasSuffix("\r\n\r\ndata: 0\n\ndata: 1\n\ndata: 2\n\n") && plain.contains("Connection: close"))
            let head = try await server.exchange("HEAD /parts HTTP/1.1\r\n\(close)")
            #expect(head.hasPrefix("HTTP/1.1 200 OK") && head.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("Breaks off a stream that fails, so that it does not look complete")
    func brokenStream() async throws {
        try await RunningServer.with(router) { server in
            let text = try await server.exchange("GET /broken HTTP/1.1\r\n\(close)")
            #expect(text.hasSuffix("9\r\ndata: 0\n\n\r\n"))
        }
    }

    @Test("Lets an error say its response, and says nothing of any other")
    func errors() async throws {
        try await RunningServer.with(router) { server in
            let teapot = try await server.exchange("GET /teapot HTTP/1.1\r\n\(close)")
            #expect(teapot.hasPrefix("HTTP/1.1 418 I'm a teapot") && teapot.contains("short and stout"))
            let secret = try await server.exchange("GET /secret HTTP/1.1\r\n\(close)")
            #expect(secret.hasPrefix("HTTP/1.1 500 ") && !secret.contains("hunter2"))
            #expect(secret.contains("Content-Type: application/problem+json"))
        }
    }

    @Test("Asks for a body with 100 only after it has looked at everything else")
    func expectation() async throws {
        try await RunningServer.with(router) { server in
            let client = try await server.client()
            let head = "POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
            try await client.send(head + close)
            #expect(try await client.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send("hi")
            #expect(try await client.receiveAll().hasSuffix("\r\n\r\nhi"))
            for (refused, status) in [("/none", 404), ("/now", 405)] {
                let request = head.replacing("/echo", with: refused) + close
                #expect(try await server.exchange(request).hasPrefix("HTTP/1.1 \(status) "))
            }
        }
    }

    @Test("Refuses a body that is too large, when it is announced and when it comes")
    func bodyLimit() async throws {
        try await RunningServer.with(router) { server in
            let announced = try await server.exchange("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
            #expect(announced.hasPrefix("HTTP/1.1 413 ") && announced.contains("Connection: close"))
            let chunks = "3E8\r\n\(String(repeating: "a", count: 1000))\r\n1\r\n"
            let coming = try await server.exchange(
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)")
            #expect(coming.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("Answers 503 when all bodies together are too large, and takes others again afterwards")
    func bodyBudget() async throws {
        try await RunningServer.with(router, { $0.bodyBudgetBytes = 600 }) { server in
            let holder = try await server.client()
            let head = "POST /echo HTTP/1.1\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\(close)"
            try await holder.send(head)
            _ = try await holder.receive(through: "\r\n\r\n")
            let body = String(repeating: "b", count: 500)
            try await holder.send(String(body.dropLast()))
            // The holder's octets are taken when its connection has had its turn; this one asks behind it.
            var refused = ""
            while !refused.hasPrefix("HTTP/1.1 503 ") {
                refused = try await server.exchange(head.replacing("Expect: 100-continue\r\n", with: "") + body)
            }
            #expect(refused.contains("Retry-After: 5"))
            try await holder.send("b")
            #expect(try await holder.receiveAll().hasSuffix(body))
            #expect(try await server.exchange(head + body).hasPrefix("HTTP/1.1 200 "))
        }
    }
}
