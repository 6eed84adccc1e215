import Foundation
import HTTPClient
import Testing
import TestKit

struct HTTPStreamTests {
    let transport = URLSessionTransport(answerLimitBytes: 100_000)
    let patience = StreamPatience(first: .seconds(300), between: .seconds(300))

    func request(_ server: LoopbackServer, timeout: Duration = .seconds(600)) -> TransportRequest {
        TransportRequest(method: "POST", url: server.url, headers: [:], body: Data("{}".utf8), timeout: timeout)
    }

    func lines(_ answer: String) async throws -> [String] {
        let server = try LoopbackServer(answer: answer)
        defer { withExtendedLifetime(server) {} }
        return try await transport.stream(request(server), patience: patience) { stream in
            var lines: [String] = []
            try await stream.readLines {
                lines.append($0)
                return true
            }
            return lines
        }
    }

    @Test("Tells status and headers, then hands the body over in lines, however their ends are written")
    func readsLines() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 529 Busy\r\nX-Thing: a\r\nContent-Length: 2\r\n\r\n{}")
        try await transport.stream(request(server), patience: patience) { stream in
            #expect(stream.head.status == 529)
            #expect(stream.head.header("x-thing") == "a")
            let body = try await stream.collected().body
            #expect(body == Data("{}".utf8))
        }
        let chunks = "3\r\none\r\n2\r\n\r\n\r\n9\r\n\ntwo\nthre\r\n1\r\ne\r\n0\r\n\r\n"
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
        #expect(try await lines(chunked) == ["one", "", "two", "three"])
    }

    @Test("An answer without a body has a head all the same")
    func emptyBody() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        let end = try await transport.stream(request(server), patience: patience) { stream in
            #expect(stream.head.status == 403)
            return try await stream.next()
        }
        #expect(end == nil)
    }

    @Test("What came before the break is read, then the break is an error")
    func cutOff() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        try await transport.stream(request(server), patience: patience) { stream in
            let piece = try await stream.next()
            #expect(piece == Data("half".utf8))
            await #expect(throws: TransportError.self) { try await stream.next() }
        }
    }

    @Test("A server that accepts and says nothing has the time until the first byte")
    func firstByte() async throws {
        let server = try LoopbackServer(answer: nil)
        let impatient = StreamPatience(first: .milliseconds(50), between: .seconds(30))
        await #expect(throws: TransportError.timedOut(after: .milliseconds(50))) {
            try await transport.stream(request(server), patience: impatient) { _ in }
        }
    }

    @Test("A body that stops coming has the time between two pieces, and the connection is closed")
    func silence() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", then: .waits)
        let impatient = StreamPatience(first: .seconds(300), between: .milliseconds(50))
        await #expect(throws: TransportError.timedOut(after: .milliseconds(50))) {
            try await transport.stream(request(server), patience: impatient) { stream in
                while try await stream.next() != nil {}
            }
        }
        var departures = server.departures.makeAsyncIterator()
        #expect(await departures.next() != nil)
    }

    @Test("The whole answer has a time of its own, however often something comes")
    func wholeAnswer() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", then: .waits)
        await #expect(throws: TransportError.self) {
            try await transport.stream(request(server, timeout: .milliseconds(300)), patience: patience) { stream in
                while try await stream.next() != nil {}
            }
        }
    }

    @Test("Leaving early closes the connection")
    func leaves() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", then: .waits)
        let first = try await transport.stream(request(server), patience: patience) { try await $0.next() }
        #expect(first == Data("half".utf8))
        var departures = server.departures.makeAsyncIterator()
        #expect(await departures.next() != nil)
    }

    @Test("A cancelled task closes the connection")
    func cancellation() async throws {
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", then: .waits)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await transport.stream(request(server), patience: patience) { stream in
                        _ = try await stream.next()
                        start.yield()
                        while try await stream.next() != nil {}
                    }
                }
            }
            for await _ in started { break }
            group.cancelAll()
        }
        var departures = server.departures.makeAsyncIterator()
        #expect(await departures.next() != nil)
    }

    @Test("Stops at the limit")
    func limit() async throws {
        let body = String(repeating: "x", count: 200_000)
        let server = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body)
        await #expect(throws: TransportError.answerTooLarge(limitBytes: 100_000)) {
            try await transport.stream(request(server), patience: patience) { stream in
                while try await stream.next() != nil {}
            }
        }
    }

    @Test("Says when nothing could be connected to")
    func refused() async throws {
        let url = try #require(URL(string: "http://127.0.0.1:1/"))
        let request = TransportRequest(method: "GET", url: url, headers: [:], body: nil, timeout: .seconds(600))
        let error = await #expect(throws: TransportError.self) {
            try await transport.stream(request, patience: patience) { _ in }
        }
        guard case .notConnected = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
