import Logging
import Testing

/// Keeps the notices of thousands of provoked faults out of the test log.
struct QuietLogs: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withLogger(handler: SwiftLogNoOpLogHandler()) { _ in try await function() }
    }
}

extension Trait where Self == QuietLogs {
    static var quietLogs: Self { Self() }
}
