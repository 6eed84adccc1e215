import HTTP
import Testing

/// How connections end: by deadlines, at the cap, by clients that leave, and when the server drains.
@Suite(.serialized) struct ConnectionEndTests {
    private let get = "GET /now HTTP/1.1\r\nHost: a\r\n\r\n"

    private func router(_ add: (inout Router) -> Void = { _ in }) -> Router {
        var router = Router()
        router.on(.get, "/now") { _ in .text("now") }
        router.on(.post, "/now") { _ in .text("now") }
        add(&router)
        return router
    }

    @Test("Closes idle connections without a word")
    func idleDeadline() async throws {
        try await RunningServer.with(router(), { $0.timeouts.idle = .milliseconds(40) }) { server in
            let silent = try await server.exchange("")
            #expect(silent == "")
        }
    }

    @Test("Tells slow clients why their connection ends")
    func slowDeadlines() async throws {
        // The idle deadline stays long, so that a busy machine does not meet it first.
        let beImpatient = { (configuration: inout ServerConfiguration) in
            configuration.timeouts.head = .milliseconds(40)
            configuration.timeouts.body = .milliseconds(40)
        }
        try await RunningServer.with(router(), beImpatient) { server in
            let slowHead = try await server.exchange("GET /now HTTP/1.1\r\nX-Slow: ")
            #expect(slowHead.hasPrefix("HTTP/1.1 408 "))
            let slowBody = try await server.exchange("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nslow")
            #expect(slowBody.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test("At the cap the connection that has been idle for longest makes room")
    func cap() async throws {
        try await RunningServer.with(router(), { $0.connectionLimit = 2 }) { server in
            var clients: [TestClient] = []
            for _ in 0..<3 {
                let client = try await server.client()
                try await client.send(get)
                #expect(try await client.receive(through: "now").hasSuffix("now"))
                clients.append(client)
            }
            #expect(try await clients[0].receiveAll() == "")
            for client in clients.dropFirst() {
                try await client.send(get)
                #expect(try await client.receive(through: "now").hasSuffix("now"))
            }
        }
    }

    @Test("At the cap with all at work, a newcomer gets 503")
    func overload() async throws {
        let started = Gate()
        let finish = Gate()
        let router = router { router in
            router.on(.get, "/wait") { _ in
                started.open()
                await finish.wait()
                return .text("done")
            }
        }
        try await RunningServer.with(router, { $0.connectionLimit = 1 }) { server in
            let busy = try await server.client()
            try await busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            #expect(try await server.client().receiveAll().hasPrefix("HTTP/1.1 503 "))
            finish.open()
            #expect(try await busy.receive(through: "done").hasSuffix("done"))
        }
    }

    @Test("A handler finishes its work even when its client has gone")
    func goneDuringHandler() async throws {
        let started = Gate()
        let finish = Gate()
        let (outcomes, continuation) = AsyncStream.makeStream(of: Bool.self)
        let router = router { router in
            router.on(.get, "/work") { _ in
                started.open()
                await finish.wait()
                continuation.yield(Task.isCancelled)
                continuation.finish()
                return .text("done")
            }
        }
        try await RunningServer.with(router, { $0.connectionLimit = 1 }) { server in
            var client: TestClient? = try await server.client()
            try await client?.send("GET /work HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            client?.willReset()
            client = nil
            // There is room for one connection: an answer means that the server knows that the first is gone.
            var answer = ""
            while !answer.hasPrefix("HTTP/1.1 200 ") {
                answer = (try? await server.exchange("GET /now HTTP/1.0\r\n\r\n")) ?? ""
            }
            finish.open()
            #expect(await outcomes.first { _ in true } == false)
        }
    }

    @Test("A client that leaves an event stream ends its producer, even one that has nothing to say")
    func disconnection() async throws {
        let ended = Gate()
        let router = router { router in
            router.on(.get, "/events") { _ in
                .eventStream { writer in
                    defer { ended.open() }
                    try await writer.write("data: first\n\n")
                    await Gate().wait()
                }
            }
        }
        try await RunningServer.with(router) { server in
            var client: TestClient? = try await server.client()
            try await client?.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client?.receive(through: "first\n\n").hasSuffix("data: first\n\n") == true)
            client = nil
            await ended.wait()
        }
    }

    @Test("A client that does not read is cut off, and its producer hears of it")
    func blockedStream() async throws {
        let ended = Gate()
        let router = router { router in
            router.on(.get, "/endless") { _ in
                .eventStream { writer in
                    defer { ended.open() }
                    while true { try await writer.write([UInt8](repeating: 0x61, count: 1 << 20)) }
                }
            }
        }
        try await RunningServer.with(router, { $0.timeouts.stall = .milliseconds(40) }) { server in
            let client = try await server.client()
            try await client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            await ended.wait()
            await #expect(throws: TestClient.Failed.self) { try await client.receiveAll() }
        }
    }

    @Test("A drain closes silent connections, lets handlers finish, and ends streams properly")
    func drain() async throws {
        let started = Gate()
        let finish = Gate()
        let router = router { router in
            router.on(.get, "/wait") { _ in
                started.open()
                await finish.wait()
                return .text("done")
            }
            router.on(.get, "/events") { _ in
                .eventStream { writer in
                    try await writer.write("data: first\n\n")
                    await Gate().wait()
                }
            }
        }
        try await RunningServer.with(router) { server in
            let silent = try await server.client()
            let idle = try await server.client()
            try await idle.send(get)
            _ = try await idle.receive(through: "now")
            let listener = try await server.client()
            try await listener.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await listener.receive(through: "first\n\n\r\n")
            let busy = try await server.client()
            try await busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()

            server.beginDrain()
            #expect(try await silent.receiveAll() == "")
            #expect(try await idle.receiveAll() == "")
            #expect(try await listener.receiveAll() == "0\r\n\r\n")
            finish.open()
            let answer = try await busy.receiveAll()
            #expect(answer.contains("Connection: close") && answer.hasSuffix("done"))
            try await server.waitForEnd()
            await #expect(throws: TestClient.Failed.self) { try await server.client() }
        }
    }

    @Test("A drain gives up on a handler that outlasts the time of grace")
    func grace() async throws {
        let started = Gate()
        let finish = Gate()
        let router = router { router in
            router.on(.get, "/wait") { _ in
                started.open()
                // Not cancelled with the handler's task, as a call into C would not be.
                await Task { await finish.wait() }.value
                return .text("late")
            }
        }
        try await RunningServer.with(router, { $0.drainGrace = .milliseconds(50) }) { server in
            let client = try await server.client()
            try await client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            server.beginDrain()
            try await server.waitForEnd()
            #expect(try await client.receiveAll() == "")
            finish.open()
        }
    }

    @Test("Says what to do when the address cannot be bound")
    func bindFails() async throws {
        try await RunningServer.with(router()) { server in
            let error = await #expect(throws: (any Error).self) {
                try await RunningServer.with(router(), { $0.port = server.port }) { _ in }
            }
            #expect(error.map { "\($0)" }?.contains("choose a free port") == true)
        }
    }
}
