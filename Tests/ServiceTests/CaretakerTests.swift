import Domain
import Logging
import Queue
import Synchronization
import Testing

@testable import selfheal

struct CaretakerTests {
    /// Keeps whether it was asked for the jobs of other nodes; of a number of looks it answers none.
    private final class Leases: JobLeases {
        private let state = Mutex((looks: [Bool](), failures: 0))

        var looks: [Bool] { state.withLock(\.looks) }
        func fail(times: Int) { state.withLock { $0.failures = times } }

        func rescue(
            by node: String, living: Set<ClaimKey>, others: Bool, at: Timestamp, messages: @escaping FailureMessages
        ) async throws(StoreError) -> [Rescue] {
            let fails = state.withLock { state in
                state.looks.append(others)
                state.failures -= 1
                return state.failures >= 0
            }
            if fails { throw .unavailable("the server is away") }
            return []
        }

        func rescue(
            jobsOf node: String, at: Timestamp, messages: @escaping FailureMessages
        ) async throws(StoreError) -> [Rescue] { [] }
        func claim(for worker: WorkerName, at: Timestamp) async throws(StoreError) -> Claim? { nil }
        func renew(_ claim: Claim, at: Timestamp) async throws(StoreError) -> StopReason? { nil }
        func release(_ claim: Claim, at: Timestamp) async throws(StoreError) {}
    }

    @Test("Jobs of other nodes are left alone until the store has answered for a lease, also after it was away")
    func givesOthersTime() async {
        let (leases, policy) = (Leases(), QueuePolicy())
        let start = ContinuousClock.now
        let seconds = Mutex(0)
        let caretaker = Caretaker(
            store: leases, signals: StoreSignals(), node: "anna", claims: LiveClaims(), policy: policy,
            messages: { _ in [] }, now: { Timestamp(milliseconds: 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            instant: { start.advanced(by: .seconds(seconds.withLock(\.self))) })
        var gate = RescueGate(policy)
        for second in 0..<20 {
            seconds.withLock { $0 = second }
            if second == 8 { leases.fail(times: 2) }
            await caretaker.look(&gate)
        }
        let open = leases.looks.enumerated().filter(\.element).map(\.offset)
        // Of the look at 8 nobody knew yet that it would fail.
        #expect(open == [6, 7, 8, 16, 17, 18, 19])
    }
}
