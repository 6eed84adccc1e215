import HTTP
import Logging

/// A server on a port of its own, for the time of a test.
struct RunningServer: Sendable {
    let port: Int
    private let task: Task<Void, any Error>

    /// Cancels the server when `body` is over, and waits for its end.
    static func with(
        _ router: Router, _ configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        configuration.port = 0
        configure(&configuration)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = HTTPServer(
            configuration: configuration, router: router, logger: logger, makeRequestID: { "made" }, unixTime: { 0 })
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            defer { continuation.finish() }
            try await server.run { _, port in continuation.yield(port) }
        }
        defer { task.cancel() }
        for await port in ports {
            try await body(RunningServer(port: port, task: task))
            break
        }
        task.cancel()
        try await task.value
    }

    func client() async throws -> TestClient {
        try await TestClient(port: port)
    }

    /// Sends one request on a connection of its own, and gives back all that comes.
    func exchange(_ request: String) async throws -> String {
        let client = try await client()
        try await client.send(request)
        return try await client.receiveAll()
    }

    func beginDrain() {
        task.cancel()
    }

    /// Returns when `run` has returned.
    func waitForEnd() async throws {
        try await task.value
    }
}

/// Lets one task wait for another one.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    /// Returns at once when the gate is open already, and also when the task is cancelled.
    func wait() async {
        for await _ in stream {}
    }
}
