import Domain
import Logging
import Queue
import Testing

struct WorkerPoolTests {
    private struct Unwritable: Error, CustomStringConvertible { let description = "the disk is full" }

    /// What the watch says as the pool looks for a job: one claim after the other, of which the first fails.
    private func pool(_ watch: WorkerWatch, _ wake: WakeSignal) -> (pool: WorkerPool, claims: AsyncStream<String?>) {
        let (claims, said) = AsyncStream.makeStream(of: String?.self)
        let first = Once()
        let pool = WorkerPool(
            slots: 1, node: "node", wake: wake, watch: watch,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            claim: { _, _ in
                said.yield(watch.objection)
                if await first.isNow() { throw Unwritable() }
                return nil
            }, work: { _ in })
        return (pool, claims)
    }

    private actor Once {
        private var isOver = false
        func isNow() -> Bool {
            defer { isOver = true }
            return !isOver
        }
    }

    @Test("Workers take no jobs before they start, after a try that failed until one succeeds, and after they end")
    func tellsWhetherJobsAreTaken() async {
        let (watch, wake) = (WorkerWatch(), WakeSignal())
        let (pool, claims) = pool(watch, wake)
        #expect(watch.objection == "they have not started")
        let said = await withTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            var said: [String] = []
            for await objection in claims.prefix(3) {
                said.append(objection ?? "none")
                wake.raise()
            }
            group.cancelAll()
            return said
        }
        #expect(said == ["none", "the last try to take a job failed: the disk is full", "none"])
        #expect(watch.objection == "they have ended")
    }
}
