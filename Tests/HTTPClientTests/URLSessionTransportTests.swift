import Foundation
import HTTPClient
import Testing
import TestKit

struct URLSessionTransportTests {
    func get(
        _ answer: String?, limitBytes: Int = 1 << 20, timeout: Duration = .seconds(30)
    ) async throws -> TransportResponse {
        let server = try LoopbackServer(answer: answer)
        let request = TransportRequest(method: "GET", url: server.url, headers: [:], body: nil, timeout: timeout)
        defer { withExtendedLifetime(server) {} }
        return try await URLSessionTransport(answerLimitBytes: limitBytes).send(request)
    }

    @Test("Any status is an answer, with headers under any case", arguments: [200, 401, 404, 500])
    func answers(status: Int) async throws {
        let response = try await get("HTTP/1.1 \(status) X\r\nX-Thing: a\r\nContent-Length: 2\r\n\r\n{}")
        #expect(response.status == status)
        #expect(response.header("x-THING") == "a")
        #expect(response.body == Data("{}".utf8))
    }

    @Test("Follows no redirect")
    func redirects() async throws {
        let response = try await get(
            "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 2\r\n\r\n{}")
        #expect(response.status == 301)
        #expect(response.header("location") == "http://127.0.0.1:9/")
    }

    @Test(
        "An answer that is cut off, or none at all, leaves open what became of the request",
        arguments: Self.brokenAnswers)
    func broken(answer: String) async throws {
        let server = try LoopbackServer(answer: answer)
        #expect(try await failure(of: server.url)?.isOfConnection == true)
    }

    @Test(
        "A request that the second address took is not taken for unsent", arguments: Self.brokenAnswers,
        LoopbackServer.Address.allCases)
    func secondAddress(answer: String, address: LoopbackServer.Address) async throws {
        // The name has two addresses, and the one where nobody listens refuses.
        guard let server = try? LoopbackServer(answer: answer, at: address), let port = server.url.port else { return }
        let url = try #require(URL(string: "http://localhost:\(port)/"))
        #expect(try await failure(of: url)?.isOfConnection == true)
        #expect(server.requests == 1)
    }

    @Test("Where nobody listens, nothing was sent")
    func refused() async throws {
        for host in ["127.0.0.1", "localhost"] {
            let url = try #require(URL(string: "http://\(host):1/"))
            #expect(try await failure(of: url)?.isOfConnection == false)
        }
    }

    /// One that ends in the middle, and none.
    static let brokenAnswers: [String] = ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", ""]

    func failure(of url: URL) async throws -> TransportError? {
        let request = TransportRequest(
            method: "POST", url: url, headers: [:], body: Data("{}".utf8), timeout: .seconds(600))
        do {
            _ = try await URLSessionTransport().send(request)
            return nil
        } catch let error as TransportError {
            return error
        }
    }

    @Test(
        "What may act is sent once, also where a kept connection would be reset before the answer",
        arguments: ["POST", "PATCH", "PUT", "DELETE"])
    func sentOnce(method: String) async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", then: .resets)
        let transport = URLSessionTransport()
        let request = TransportRequest(
            method: method, url: server.url, headers: [:], body: Data("{}".utf8), timeout: .seconds(600))
        for _ in 1...2 { #expect(try await transport.send(request).status == 200) }
        let status = try await transport.stream(
            request, patience: StreamPatience(first: .seconds(300), between: .seconds(300))
        ) { try await $0.collected().status }
        #expect(status == 200)
        #expect(server.requests == 3)
    }

    @Test("Stops at the limit")
    func limit() async throws {
        await #expect(throws: TransportError.answerTooLarge(limitBytes: 1000)) {
            try await get(
                "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + String(repeating: "x", count: 200_000),
                limitBytes: 1000)
        }
    }

    @Test("Waits no longer than it was told")
    func timeout() async throws {
        await #expect(throws: TransportError.timedOut(after: .milliseconds(50))) {
            try await get(nil, timeout: .milliseconds(50))
        }
    }

    @Test("Ends with the task that asked")
    func cancellation() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await get(nil) }
            }
            group.cancelAll()
        }
    }
}

extension TransportError {
    /// Nobody knows whether the server got it; false for what was never sent.
    fileprivate var isOfConnection: Bool { if case .connection = self { true } else { false } }
}
