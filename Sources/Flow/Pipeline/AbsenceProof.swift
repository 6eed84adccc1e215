import Domain
import Evidence
import Triage

/// Whether the healed tests can still fail: each is run once more while what its step looks at is taken away from the page.
/// One that is green all the same would be green without the app, too.
struct AbsenceProof {
    /// What is taken away, as a trace names it, by test.
    private let selectors: [TestKey: Set<String>]
    /// The tests in which something is taken away.
    let tests: [RedTest]
    /// Tests that were red when something of theirs was gone, and what that was.
    private var moved: [RedTest] = []
    private var taken: Set<String> = []
    /// Tests that were green although something of theirs was gone, in a run of their own.
    private var unmoved: [RedTest] = []

    init(_ repair: Repair, of claimed: [RedTest]) {
        var selectors: [TestKey: Set<String>] = [:]
        for test in claimed {
            let rewritten = repair.locators.filter { $0.test == test.key }
            let failed = Self.wanted(by: test, repair).map { [$0] }
            // Without what an earlier action acts on the test would not come to the step that failed.
            let isEarlier = rewritten.contains(where: \.isEarlier)
            let wanted =
                rewritten.isEmpty
                ? failed ?? []
                : isEarlier
                    ? failed ?? rewritten.map(\.selector)
                    : rewritten.map(\.selector)
            if !wanted.isEmpty { selectors[test.key] = Set(wanted) }
        }
        self.selectors = selectors
        tests = claimed.filter { selectors[$0.key] != nil }
    }

    /// What the failed step wanted to be there. A step that asks for absence would be content; and what a test was restored
    /// to, or a model made of it, may look at something else.
    private static func wanted(by test: RedTest, _ repair: Repair) -> String? {
        if case .patch = repair.origin { return nil }
        guard !repair.restoresTest, let step = TracedFailure(test).step, !step.isNegated,
            step.method != "waitForSelector", !absences.contains(step.expression ?? ""),
            // The page as a whole: without it everything is red.
            !wholePages.contains(step.selector ?? "")
        else { return nil }
        return step.selector
    }

    private static let absences: Set<String> = ["to.be.hidden", "to.be.detached", "to.have.count"]
    private static let wholePages: Set<String> = [":root", "html", "body"]

    func selectors(of tests: [RedTest]) -> [String] {
        Set(tests.flatMap { selectors[$0.key] ?? [] }).sorted()
    }

    /// What a run of several tests took away may be one test's alone, so that it shows only which of them noticed.
    /// - Returns: the tests that were green, each of which needs a run of its own.
    mutating func note(_ result: SuiteResult, of tests: [RedTest], folder: String) throws -> [RedTest] {
        let reading = try SuiteReading(result, folder: folder)
        let gone = Set(result.takenAway ?? [])
        for test in tests where reading.keys[test.key] == .unexpected {
            guard let own = selectors[test.key]?.intersection(gone), !own.isEmpty else { continue }
            moved.append(test)
            taken.formUnion(own)
        }
        return tests.filter { reading.keys[$0.key] == .expected }
    }

    /// - Parameter result: of this test alone.
    mutating func note(_ result: SuiteResult, ofOne test: RedTest, folder: String) throws {
        guard try !note(result, of: [test], folder: folder).isEmpty,
            let own = selectors[test.key]?.intersection(result.takenAway ?? []), !own.isEmpty
        else { return }
        unmoved.append(test)
        taken.formUnion(own)
    }

    /// nil when nothing was there to be taken away, or the runner's version cannot do it.
    var check: Fix.Proof.Check? {
        guard !moved.isEmpty || !unmoved.isEmpty else { return nil }
        let gone = taken.sorted().map { "`\(LocatorWording.text($0))`" }.joined(separator: ", ")
        return .init(
            name: "can-fail", passed: unmoved.isEmpty,
            text: unmoved.isEmpty
                ? "\(moved.count) of \(tests.count) tests are red when \(gone) is taken away from the page"
                : unmoved.map { "\($0.title) is green although \(gone) was taken away from the page" }.sorted()
                    .joined(separator: "\n"))
    }
}
