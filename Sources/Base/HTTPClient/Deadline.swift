/// Runs `work`, and cancels it when `limit` has passed.
/// - Throws: `TransportError.timedOut`, and what `work` throws.
func within<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TransportError.timedOut(after: limit)
        }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}
