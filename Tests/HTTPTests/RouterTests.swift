import Testing

@testable import HTTP

struct RouterTests {
    private let router: Router = {
        var router = Router()
        for pattern in [
            "/", "/jobs", "/jobs/{id}", "/jobs/latest", "/{kind}/x/{id}", "/jobs/{id}/log", "/jobs/x/{name}",
        ] {
            router.on(.get, pattern) { _ in HTTPResponse(.ok) }
        }
        router.on(.post, "/jobs", accepts: [.json], bodyLimitBytes: 10) { _ in HTTPResponse(.ok) }
        router.on(.delete, "/jobs/{id}") { _ in HTTPResponse(.ok) }
        return router
    }()

    @Test(
        "Finds the most particular pattern",
        arguments: [
            ("/", "/"), ("/jobs", "/jobs"), ("/jobs/7", "/jobs/{id}"), ("/jobs/latest", "/jobs/latest"),
            ("/jobs/7/log", "/jobs/{id}/log"), ("/jobs/x/7", "/jobs/x/{name}"), ("/runs/x/7", "/{kind}/x/{id}"),
            ("/jobs/", nil), ("/jobs/7/", nil), ("/job", nil), ("//", nil), ("/jobs//log", nil), ("/Jobs", nil),
        ])
    func finds(path: String, pattern: String?) {
        #expect(router.find(path)?.endpoint.pattern.text == pattern)
    }

    @Test("Decodes parameters to the end")
    func parameters() {
        #expect(router.find("/runs/x/a%2Fb 100%25")?.parameters == ["kind": "runs", "id": "a/b 100%"])
    }

    @Test("Lists its routes in the order in which they were added")
    func routes() {
        #expect(router.routes.map(\.pattern).prefix(3) == ["/", "/jobs", "/jobs/{id}"])
        #expect(router.routes.last.map { "\($0.method) \($0.pattern)" } == "DELETE /jobs/{id}")
    }

    private func admission(_ request: String) throws -> Admission {
        var parser = RequestParser()
        var position = 0
        guard case .head(let head) = try parser.next(Array(request.utf8).span, at: &position) else {
            throw HTTPProblem(.badRequest, detail: "incomplete")
        }
        return Admission(head, router)
    }

    @Test(
        "Answers by itself what no handler has to know of",
        arguments: [
            ("GET /none", "", 404, nil), ("PUT /jobs/7", "", 405, "GET, DELETE, HEAD, OPTIONS"),
            ("GET /jobs/latest/7", "", 404, nil), ("POST /", "", 405, "GET, HEAD, OPTIONS"),
            ("BREW /", "", 501, nil), ("TRACE /", "", 501, nil), ("get /", "", 501, nil),
            ("OPTIONS /jobs", "", 204, "GET, POST, HEAD, OPTIONS"),
            ("OPTIONS *", "", 204, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
            ("GET /", "Expect: miracles", 417, nil),
            ("POST /jobs", "Content-Type: application/json\r\nContent-Length: 11", 413, nil),
            ("POST /jobs", "Content-Type: text/plain\r\nContent-Length: 1", 415, nil),
            ("POST /jobs", "Content-Type: nonsense\r\nContent-Length: 1", 415, nil),
            ("POST /jobs", "Content-Length: 1", 415, nil),
            ("POST /jobs", "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 1", 415, nil),
        ] as [(String, String, Int, String?)])
    func answers(start: String, fields: String, status: Int, allow: String?) throws {
        let lines = fields.isEmpty ? "" : fields + "\r\n"
        guard case .answered(let response) = try admission("\(start) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n") else {
            Issue.record("accepted")
            return
        }
        #expect(response.status.code == status)
        #expect(response.headers["Allow"] == allow)
    }

    @Test(
        "Admits what has a route",
        arguments: [
            ("GET /jobs/7", ""), ("HEAD /jobs", ""), ("POST /jobs", ""), ("POST /jobs", "Content-Length: 0\r\n"),
            ("POST /jobs", "Content-Type: Application/JSON ; charset=utf-8\r\nContent-Length: 10\r\n"),
            ("POST /jobs", "Content-Type: application/json\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n"),
            ("GET /", "Expect: 100-Continue\r\nUpgrade: h2c\r\n"),
        ])
    func admits(start: String, fields: String) throws {
        guard case .accepted = try admission("\(start) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") else {
            Issue.record("refused")
            return
        }
    }
}
