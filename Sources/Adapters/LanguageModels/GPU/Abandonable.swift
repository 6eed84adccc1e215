/// Waits for `work` until `limit` is over. Work that does not heed its cancellation then goes on alone: a program that hangs
/// in its driver cannot be killed, and whoever waits for its end waits for ever.
/// - Returns: nil at the limit, and when the caller is cancelled.
func abandoned<Value: Sendable>(
    after limit: Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
    _ work: @escaping @Sendable () async -> Value
) async -> Value? {
    let (ends, end) = AsyncStream.makeStream(of: Value?.self)
    let working = Task { end.yield(await work()) }
    let waiting = Task {
        try await sleep(limit)
        end.yield(nil)
    }
    defer {
        working.cancel()
        waiting.cancel()
    }
    for await value in ends { return value }
    return nil
}
