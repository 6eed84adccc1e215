/// A place where one task waits until another lets it go on.
struct Gate: Sendable {
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let permits = AsyncStream.makeStream(of: Void.self)

    /// For the one who waits.
    func pass() async {
        arrivals.continuation.yield()
        for await _ in permits.stream { return }
    }

    /// Returns when somebody waits.
    func reached() async { for await _ in arrivals.stream { return } }

    func open() { permits.continuation.yield() }
}
