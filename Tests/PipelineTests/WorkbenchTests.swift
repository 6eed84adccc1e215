import Domain
import Foundation
import Logging
import Proof
import Testing

@testable import Pipeline

struct WorkbenchTests {
    private let world: World
    private let journal = MemoryJournal()
    private let desk = Desk(refusal: PublishingError("GitHub is down", mayPass: true))
    private let bench: Workbench

    init() throws {
        world = try World([], broken: [])
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: .now())
        var ports = PipelinePorts(
            sourceControl: world, suites: world, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        ports.redaction = Redaction(secrets: ["hunter2hunter"])
        ports.publishing = .by(desk)
        ports.clock = PipelineClock(now: { .now() }, sleep: { _ in })
        bench = Workbench(
            request: HealingRequest(job: job, repository: RepositorySettings(name: "acme/shop")),
            folders: JobFolders(data: world.folder, job: job.id), ports: ports, journal: journal)
    }

    private func write(_ text: String, _ path: String) throws {
        let place = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place)
    }

    @Test(
        "A file that a playbook saved below the worktree under repair is in the other worktrees too, for its user alone"
    )
    func bringsAlong() async throws {
        try write("token", bench.folders.head + "/e2e/.auth/token.json")
        var playbook = PlaybookSettings(name: "refresh-tokens", action: .command(["x"]))
        playbook.save = "e2e/.auth/token.json"
        var files = EnvironmentFiles()
        files.add(playbook)
        let sha = try #require(CommitSHA(World.head))
        try await bench.with(files).worktree(bench.folders.proof, at: sha)
        let copy = bench.folders.proof + "/e2e/.auth/token.json"
        #expect(FileManager.default.contents(atPath: copy) == Data("token".utf8))
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        try write("newer", bench.folders.head + "/e2e/.auth/token.json")
        try await bench.with(files).lay([], over: sha, in: bench.folders.proof)
        #expect(FileManager.default.contents(atPath: copy) == Data("newer".utf8))
    }

    @Test("A link on the way is not followed, neither out of the one worktree nor out of the other")
    func followsNoLinks() async throws {
        let outside = world.folder + "/outside"
        try write("secret", outside + "/token.json")
        try write("x", bench.folders.head + "/a/token.json")
        try FileManager.default.createSymbolicLink(
            atPath: bench.folders.head + "/linked", withDestinationPath: outside)
        try FileManager.default.createDirectory(atPath: bench.folders.proof, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: bench.folders.proof + "/a", withDestinationPath: outside)
        var files = EnvironmentFiles()
        for path in ["linked/token.json", "a/token.json", "/absolute.json"] {
            var playbook = PlaybookSettings(name: "p", action: .command(["x"]))
            playbook.save = path
            files.add(playbook)
        }
        #expect(files.saved == ["linked/token.json", "a/token.json"])
        try await bench.with(files).bringAlong(to: bench.folders.proof)
        #expect(FileManager.default.contents(atPath: outside + "/token.json") == Data("secret".utf8))
        #expect(!FileManager.default.fileExists(atPath: bench.folders.proof + "/linked"))
        #expect(await journal.log.contains { $0.contains("a/token.json could not be laid") })
    }

    @Test("Nobody who watches a job sees a secret that a failure, a repair or a line of its log quotes")
    func hidesSecrets() async throws {
        let watched = RedactedJournal(journal: journal, redaction: bench.ports.redaction)
        var failure = FailureReport(
            id: "1", fingerprint: "1", testName: "signs in", project: "", file: "a.spec.ts", line: 1, errorMessage: "",
            category: .auth, kind: "other", severity: .high, culprit: .app, confidence: 1, verdict: .unknown,
            evidence: [], rootCause: "it sent hunter2hunter", group: "1")
        await watched.tell(.failure(failure))
        await watched.tell(.log("password hunter2hunter"))
        failure.rootCause = "it sent [secret]"
        #expect(await journal.events == [.failure(failure), .log("password [secret]")])
    }

    @Test("What cannot be published for as long as it is tried stays in the report with its proof, and the job goes on")
    func keepsWhatIsProven() async throws {
        let file = Repair.File(path: "tests/a.spec.ts", before: "a\n", after: "b\n")
        let repair = Repair(
            fingerprint: "0123456789ab", failures: [], locators: [], files: [file], diff: "-a\n+b\n", why: "a became b")
        let proof = Fix.Proof(
            before: .init(red: 1), after: .init(runs: 3, green: 3),
            checks: [.init(name: "green-again", passed: true, text: "3 of 3")])
        let tests = TestRun(results: [], summary: .init(), projects: [], red: [])
        let judged = JudgedRepair(repair: repair, proof: proof, risk: .init(level: .low, reasons: []))
        let revision = try await world.resolve(bench.request)
        let published = try await PublishStage(bench: bench).run(
            revision, Repaired(Recovered(tests: tests, diagnosis: .empty)), Verified(repairs: [judged], seconds: 0))
        #expect(published.fixes.map(\.state) == [.wouldApply])
        #expect(published.actions.map(\.result) == ["failed: GitHub is down"])
        #expect(published.texts.keys.sorted() == ["pull-request-0123456789ab.md"])
    }
}
