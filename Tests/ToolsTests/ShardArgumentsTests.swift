import Domain
import Pipeline
import Testing

@testable import Tools

struct ShardArgumentsTests {
    private func words(_ shard: Job.Shard?) -> [String] {
        var run = SuiteRun(
            repository: RepositorySettings(name: "acme/shop"), folder: "/w", output: "/o", projects: ["modules"],
            tracing: .failed)
        run.shard = shard
        return PlaywrightArguments(run, reporter: "/r.cjs").words
    }

    @Test("A part leaves a blob report, and may have no test at all")
    func namesParts() {
        let part = words(.init(index: 2, total: 4))
        #expect(part.contains("--reporter=blob,/r.cjs"))
        #expect(part.contains("--shard=2/4"))
        #expect(part.contains("--pass-with-no-tests"))
        #expect(!words(nil).contains { $0.hasPrefix("--shard") || $0.contains("blob") || $0.hasPrefix("--pass") })
    }
}
