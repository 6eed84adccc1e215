import Domain
import Foundation
import Logging
import Testing

@testable import Pipeline

struct AbsenceProofTests {
    private let world: World
    private let stage: VerifyStage
    private let red: [RedTest]

    init() async throws {
        world = try World(
            [.init(title: "adds", needs: "id", error: "lost"), .init(title: "pays", needs: "id", error: "lost")],
            broken: ["id"])
        let job = Job(
            id: .next(), trigger: .init(kind: .manual), repository: "acme/shop", ref: "main", createdAt: .now())
        let ports = PipelinePorts(
            sourceControl: world, suites: world, actions: MemoryActionLog(), override: Orders(.granted),
            logger: Logger(label: "test"))
        let bench = Workbench(
            request: HealingRequest(job: job, repository: RepositorySettings(name: "acme/shop")),
            folders: JobFolders(data: world.folder, job: job.id), ports: ports, journal: MemoryJournal())
        let result = try await bench.run(
            SuiteRun(
                repository: bench.repository, folder: bench.folders.proof, output: bench.folders.run("first"),
                projects: [], tracing: .none))
        red = try SuiteReading(result, folder: bench.folders.proof).red
        stage = VerifyStage(bench: bench)
    }

    private static let selector = #"internal:testid=[data-testid="add"s]"#

    /// Of the test that adds, and of others by the same locator.
    private func repair(besides others: [RedTest] = []) throws -> (Repair, RedTest) {
        let test = try #require(red.first { $0.title == "adds" })
        let locators = ([test] + others).map { test in
            Repair.Locator(
                test: test.key, before: "getByTestId('old')", after: "getByTestId('add')", selector: Self.selector,
                place: SourceLocation(file: "a.spec.ts", line: 1, column: 1), element: "a button", why: "",
                confidence: 1, memory: StepReference(trace: "", callID: ""), changesStrategy: false)
        }
        return (Self.repair(red.map(\.id), locators), test)
    }

    private static func repair(_ failures: [String] = [], _ locators: [Repair.Locator] = []) -> Repair {
        Repair(fingerprint: "f", failures: failures, locators: locators, files: [], diff: "", why: "")
    }

    private func runs() -> [SuiteRun] { world.runs.filter { !$0.takingAway.isEmpty } }

    @Test("A healed test that is red without its element can fail; only tests that look for something are run")
    func notices() async throws {
        let (repair, _) = try repair()
        let absence = try await stage.absence(repair, red, green: 7)
        let check = try #require(absence.check)
        #expect(check.name == "can-fail" && check.passed && absence.reason == nil)
        #expect(check.text == "1 of 1 tests are red when `getByTestId('add')` is taken away from the page")
        #expect(runs().map(\.takingAway) == [[Self.selector]])
        #expect(runs().map { $0.tests.map(\.titles) } == [[["adds"]]])
        #expect(runs().first?.testTimeoutSeconds == 7 && runs().first?.retries == 0)
    }

    @Test("One that used its element before it was gone gets another run; one that is green again proves nothing")
    func isBlind() async throws {
        let (repair, test) = try repair()
        world.makeBlind("adds", times: 1)
        #expect(try await stage.absence(repair, [test], green: 1).check?.passed == true)
        #expect(runs().count == 2)
        world.makeBlind("adds", times: 2)
        let check = try #require(try await stage.absence(repair, [test], green: 1).check)
        #expect(!check.passed)
        #expect(check.text == "adds is green although `getByTestId('add')` was taken away from the page")
    }

    @Test("What one test's run took away says nothing of another that was green: each is asked alone")
    func asksEachAlone() async throws {
        let other = try #require(red.first { $0.title == "pays" })
        let (both, test) = try repair(besides: [other])
        world.makeBlind("pays", times: 2)
        world.keepEverything(for: "pays")
        let check = try #require(try await stage.absence(both, [test, other], green: 1).check)
        #expect(check.passed)
        #expect(check.text == "1 of 2 tests are red when `getByTestId('add')` is taken away from the page")
    }

    /// A red test whose one step failed.
    private static func failed(
        _ method: String, _ selector: String = "#pay", expression: String? = nil, isNegated: Bool = false
    ) throws -> RedTest {
        var parameters: [String: Any] = ["selector": selector, "isNot": isNegated]
        parameters["expression"] = expression
        let trace = try TracedTest.trace(
            method: method, parameters, error: "lost", events: [["type": "error", "message": "lost"]])
        return try TracedTest.red("lost", trace: trace)
    }

    @Test("Where no locator was rewritten, what the failed step wanted to be there is taken away")
    func failedStep() throws {
        for test in [
            try Self.failed("click"), try Self.failed("expect", expression: "to.be.visible"),
            try Self.failed("expect", expression: "to.have.text"),
        ] {
            let proof = AbsenceProof(Self.repair(), of: [test])
            #expect(proof.tests == [test] && proof.selectors(of: [test]) == ["#pay"])
        }
    }

    @Test(
        "Where an earlier action was led back, what the failed step wanted is taken away, which the test has to come to"
    )
    func earlierStep() throws {
        let test = try Self.failed("expect", expression: "to.be.visible")
        let locator = Repair.Locator(
            test: test.key, before: "", after: "", selector: Self.selector,
            place: SourceLocation(file: "a.spec.ts", line: 1, column: 1), element: "", why: "", confidence: 1,
            memory: StepReference(trace: "", callID: ""), changesStrategy: false, isEarlier: true)
        #expect(AbsenceProof(Self.repair([], [locator]), of: [test]).selectors(of: [test]) == ["#pay"])
        let content = try Self.failed("expect", expression: "to.be.hidden")
        #expect(AbsenceProof(Self.repair([], [locator]), of: [content]).selectors(of: [content]) == [Self.selector])
    }

    @Test("Nothing is taken away from a step that would be content without it, nor the page as a whole")
    func contentSteps() throws {
        for test in [
            try Self.failed("expect", expression: "to.be.visible", isNegated: true),
            try Self.failed("expect", expression: "to.be.hidden"), try Self.failed("waitForSelector"),
            try Self.failed("expect", expression: "to.have.count"),
            try Self.failed("expect", ":root", expression: "to.have.title"),
        ] {
            #expect(AbsenceProof(Self.repair(), of: [test]).tests.isEmpty)
        }
    }

    @Test("What a test was restored to, or a model made of it, may look at something else: nothing is taken away")
    func otherSteps() throws {
        let test = try Self.failed("click")
        var restored = Self.repair()
        restored.restoresTest = true
        var patched = Self.repair()
        patched.origin = .patch(model: "m")
        #expect([restored, patched].allSatisfy { AbsenceProof($0, of: [test]).tests.isEmpty })
    }

    @Test("Where nothing can be taken away, or the suite does not run, there is no check but the reason")
    func cannotTell() async throws {
        let (repair, test) = try repair()
        world.keepEverything()
        let kept = try await stage.absence(repair, [test], green: 1)
        #expect(kept.check == nil && kept.reason == "nothing could be taken away from the page")
        world.stopRunning(after: 0)
        let broken = try await stage.absence(repair, [test], green: 1)
        #expect(broken.check == nil && broken.reason?.contains("no browser") == true)
        let pathless = try await stage.absence(
            Self.repair(), [test], green: 1)
        #expect(pathless.reason == "no step of it looks at an element that could be gone")
    }
}
