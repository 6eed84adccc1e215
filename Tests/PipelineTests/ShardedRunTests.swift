import Domain
import Foundation
import Logging
import Queue
import TestKit
import Testing

@testable import Pipeline

struct ShardedRunTests {
    private let world: World
    private let job = Job(
        id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: .now())
    private let nodes = Nodes()

    init() throws {
        world = try World(
            [.init(title: "up", project: "health", needs: "app", error: "net::ERR_CONNECTION_REFUSED")], broken: [])
    }

    /// Parts that ran on other nodes, and what merging them gives.
    private actor Nodes: ShardedSuites, ReportMerger {
        private(set) var parts: [Job] = []
        private(set) var merges: [ReportMerge] = []
        static let worktrees = (1...2).map { _ in "/srv/selfheal/workspaces/\(JobID.next().text)/head" }

        func run(
            _ parts: [Job], of claim: Claim, onProgress: @escaping @Sendable (Job.Progress) async -> Void
        ) async throws -> [DeliveredShard] {
            self.parts += parts
            return try zip(parts, Self.worktrees).map { part, worktree in
                var zip = StoredZIP()
                zip.add(
                    "report.jsonl",
                    #"{"method":"onConfigure","params":{"config":{"configFile":"../p.config.ts","rootDir":"\#(worktree)/e2e"}}}"#
                )
                let path = FileManager.default.temporaryDirectory.appending(path: "\(part.id).zip")
                try Data(zip.bytes).write(to: path)
                return DeliveredShard(
                    blob: path.path(percentEncoded: false),
                    facts: ShardFacts(exitStatus: Int32(part.shard?.index ?? 0), seconds: 2, output: "x", tests: 1))
            }
        }

        /// Each part ran the sign-in that everything depends on, which is red, and a test of its own.
        func merge(_ merge: ReportMerge) throws {
            merges.append(merge)
            func spec(_ title: String, _ id: String, in worktree: String) -> String {
                """
                {"title": "\(title)", "id": "\(id)", "file": "a.spec.ts", "line": 3, "tests": [{"projectName": "modules",
                 "status": "unexpected", "expectedStatus": "passed", "results": [{"status": "failed", "errors": [{
                 "message": "Error at \(worktree)/e2e/a.spec.ts", "location": {"file": "\(worktree)/e2e/a.spec.ts",
                 "line": 3, "column": 1}}], "attachments": []}]}]}
                """
            }
            let specs = Self.worktrees.enumerated().flatMap { index, worktree in
                [spec("signs in", "s\(index)", in: worktree), spec("works \(index)", "w\(index)", in: worktree)]
            }
            try """
            {"config": {"rootDir": "\(merge.testDirectory)", "configFile": "\(merge.configuration)"}, "errors": [],
             "stats": {}, "suites": [{"title": "a.spec.ts", "file": "a.spec.ts", "specs": [\(specs.joined(separator: ","))]}]}
            """.write(toFile: merge.report, atomically: true, encoding: .utf8)
        }
    }

    private func bench(_ projects: [String] = [], shards: Int? = 2, claimed: Bool = true) -> Workbench {
        var ports = PipelinePorts(
            sourceControl: world, suites: world, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        ports.sharding = Sharding(suites: nodes, merger: nodes)
        var repository = RepositorySettings(name: "acme/shop")
        repository.shards = shards
        repository.projects = projects
        let claim = Claim(job: job, worker: WorkerName(node: "anna", slot: 1), generation: 1)
        return Workbench(
            request: HealingRequest(job: job, repository: repository),
            folders: JobFolders(data: world.folder, job: job.id), ports: ports,
            journal: ClaimedJournal(claim: claimed ? claim : nil))
    }

    private var revision: Revision {
        get throws {
            let sha = try #require(CommitSHA(World.head))
            return Revision(sha: sha, base: nil, branch: "main", subject: "A change")
        }
    }

    @Test("A suite in parts reads as if it had run in the job's own worktree, and what each part found is told once")
    func readsAsOne() async throws {
        let bench = bench()
        let run = try await TestStage(bench: bench).run(try revision, inParts: true)
        #expect(world.runs.isEmpty)
        let parts = await nodes.parts
        #expect(parts.map(\.shard) == [.init(index: 1, total: 2), .init(index: 2, total: 2)])
        #expect(parts.allSatisfy { $0.sha == CommitSHA(World.head) && $0.projects.isEmpty })
        #expect(run.red.map(\.title) == ["signs in", "works 0", "works 1"])
        #expect(run.red.allSatisfy { $0.file == "e2e/a.spec.ts" && $0.place?.file == "e2e/a.spec.ts" })
        let head = URL(filePath: bench.folders.head).resolvingSymlinksInPath().path(percentEncoded: false)
        #expect(run.red[0].errors == ["Error at \(head)/e2e/a.spec.ts"])
        #expect(run.summary.failed == 3)
        #expect(run.results.map(\.exitStatus) == [2])
        #expect(run.seconds == 4)
        let text = try String(contentsOfFile: try #require(run.results.first?.report), encoding: .utf8)
        #expect(text.contains("\"configFile\": \"\(head)/p.config.ts\""))
        let left = try FileManager.default.contentsOfDirectory(atPath: bench.folders.run("test/blobs"))
        #expect(left.isEmpty)
    }

    @Test("A trace of a part names files of the job's own worktree")
    func readsTraces() {
        let folders = bench().folders
        let path = Nodes.worktrees[0] + "/e2e/pages/cart.ts"
        #expect(SuiteReading.relative(path, to: folders.head) == "e2e/pages/cart.ts")
        #expect(SuiteReading.relative(Nodes.worktrees[0] + "/../x.ts", to: folders.head) == nil)
        #expect(SuiteReading.relative(path, to: folders.base) == nil)
        #expect(SuiteReading.relative("/etc/passwd", to: folders.head) == nil)
    }

    @Test("The health checks run whole, and dead ones keep the parts from being made")
    func gatesParts() async throws {
        _ = try await TestStage(bench: bench(["health", "modules"])).run(try revision, inParts: true)
        #expect(world.runs.map(\.projects) == [["health"]])
        #expect(await nodes.parts.map(\.projects) == [["modules"], ["modules"]])
        world.breakDown("app")
        let run = try await TestStage(bench: bench(["health", "modules"])).run(try revision, inParts: true)
        #expect(await nodes.parts.count == 2)
        #expect(run.projects.last?.notRun != nil)
    }

    @Test("A suite runs whole without `shards`, without a queue, and where a repair is proven", arguments: 0...2)
    func runsWhole(way: Int) async throws {
        let bench = bench(["health"], shards: way == 0 ? nil : 2, claimed: way != 1)
        var repository = bench.request
        repository.repository.projects = []
        let whole = Workbench(
            request: repository, folders: bench.folders, ports: bench.ports, journal: bench.journal)
        _ = try await TestStage(bench: whole).run(try revision, inParts: way != 2)
        #expect(world.runs.count == 1)
        #expect(await nodes.parts.isEmpty)
    }
}

/// Forgets everything, under a lease.
private struct ClaimedJournal: StageJournal {
    let claim: Claim?
    func result(of stage: Job.Stage) -> Data? { nil }
    func begin(_ stage: Job.Stage) {}
    func commit(_ result: Data, of stage: Job.Stage) {}
    func spending() -> HealingReport.Metrics.LanguageModel? { nil }
    func record(_ spending: HealingReport.Metrics.LanguageModel) {}
    func resolved(_ revision: Revision) {}
    func tell(_ event: PipelineEvent) {}
}
