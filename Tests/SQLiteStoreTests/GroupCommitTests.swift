import Testing

@testable import SQLiteStore

/// When a commit waits for those who wrote with the last one.
struct GroupCommitTests {
    /// - Parameter counts: how many writes each commit had, one after the other without a rest.
    private func waits(after counts: [Int]) -> [Bool] {
        var company = GroupCommit.Company()
        return counts.map { company.isLikelyToReturn(after: $0) }
    }

    @Test("Nobody waits after a write that was alone, or after what came together once")
    func burst() { #expect(waits(after: [1, 63, 1]) == [false, false, false]) }

    @Test("Callers that keep writing side by side are waited for, also when one of them was early")
    func sustained() { #expect(waits(after: [1, 63, 1, 63, 64]) == [false, false, false, true, true]) }
}
