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

    /// For the test that adds alone.
    private func repair() throws -> (Repair, RedTest) {
        let test = try #require(red.first { $0.title == "adds" })
        let locator = Repair.Locator(
            test: test.key, before: "getByTestId('old')", after: "getByTestId('add')", selector: Self.selector,
            place: SourceLocation(file: "a.spec.ts", line: 1, column: 1), element: "a button", why: "", confidence: 1,
            memory: StepReference(trace: "", callID: ""), changesStrategy: false)
        return (
            Repair(
                fingerprint: "f", failures: red.map(\.id), locators: [locator], files: [], diff: "", why: ""), test
        )
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
        let (repair, test) = try repair()
        let other = try #require(red.first { $0.title == "pays" })
        var both = repair
        both.locators.append(repair.locators[0].of(other.key))
        world.makeBlind("pays", times: 2)
        world.keepEverything(for: "pays")
        let check = try #require(try await stage.absence(both, [test, other], green: 1).check)
        #expect(check.passed)
        #expect(check.text == "1 of 2 tests are red when `getByTestId('add')` is taken away from the page")
    }

    @Test(
        "What a test was restored to, or a model made of it, may look at something else, so that nothing is taken away")
    func otherSteps() async throws {
        var (restored, test) = try repair()
        restored.locators = []
        restored.restoresTest = true
        #expect(try await stage.absence(restored, [test], green: 1).check == nil)
        #expect(runs().isEmpty)
        test = try #require(red.first)
        restored.restoresTest = false
        restored.origin = .patch(model: "m")
        #expect(try await stage.absence(restored, [test], green: 1).check == nil && runs().isEmpty)
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
            Repair(fingerprint: "f", failures: [], locators: [], files: [], diff: "", why: ""), [test], green: 1)
        #expect(pathless.reason == "no step of it looks at an element that could be gone")
    }
}

extension Repair.Locator {
    /// The same in another test.
    fileprivate func of(_ test: TestKey) -> Self {
        .init(
            test: test, before: before, after: after, selector: selector, place: place, element: element, why: why,
            confidence: confidence, memory: memory, changesStrategy: changesStrategy)
    }
}
