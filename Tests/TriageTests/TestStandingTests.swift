import Domain
import Testing

@testable import Triage

struct TestStandingTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private static let day = Duration.seconds(86_400)

    /// One run a day until now, a letter each: the commit, in capitals when it was red there.
    private static func history(_ runs: String, endingDaysAgo days: Int = 0) -> TestHistory {
        TestHistory(
            runs.enumerated().map { number, letter in
                let age = day * (runs.count - 1 - number + days)
                return TestOutcome(
                    commit: letter.lowercased(), at: now.advanced(by: .zero - age),
                    result: letter.isUppercase ? .failed : .passed)
            })
    }

    private static func standing(_ runs: String, endingDaysAgo days: Int = 0) -> TestStanding {
        TestStanding(history(runs, endingDaysAgo: days), at: now)
    }

    @Test(
        "A test's runs say what it is",
        arguments: [
            ("it was never red", "abcdefghijk", .stable),
            ("it runs for the first time", "a", .new),
            ("it contradicts itself, but hardly ran", "aAbBc", .new),
            ("it is red since its first run", "ABCDEFGHIJ", .broken),
            ("it is red since a commit", "abcdefghijKLM", .broken),
            ("it is red since a commit, at one run", "abcdefghijK", .broken),
            ("it is red since a time, though the commit is the same", "aaaaaaaaaaAAAA", .broken),
            ("it was red beside a green run of the same commit", "abcdefFghijk", .flaky),
            ("it is red beside a green run of the same commit", "abcdefghijkK", .flaky),
            ("it is red now and was flaky of late", "abcdEefgGhijK", .flaky),
            ("it was flaky and is red again and again since a commit", "abcdefFghijKLM", .broken),
            ("it is red at every other run, and was at the last two", "aAbBcCdDeEF", .flaky),
            ("it was broken and mended, never both at one commit", "abcdEFGhijkl", .unknown),
            ("it was broken and mended long ago", "abCDefghijklmnop", .stable),
        ] as [(String, String, TestStanding.Word)])
    func word(sentence: String, runs: String, word: TestStanding.Word) {
        #expect(Self.standing(runs).word == word)
    }

    @Test("A test that was flaky is stable after four weeks without a contradiction")
    func forgets() {
        let then = "abcdefghiIjkl"
        #expect(Self.standing(then, endingDaysAgo: 20).word == .flaky)
        #expect(Self.standing(then + String(repeating: "m", count: 24)).word == .flaky)
        #expect(Self.standing(then + String(repeating: "m", count: 37)).word == .stable)
    }

    @Test("That a run needed a second try makes no test flaky")
    func retriesAreNoEvidence() {
        let runs = (0..<20).map {
            TestOutcome(commit: "a", at: Self.now, result: $0.isMultiple(of: 2) ? .flaky : .passed)
        }
        #expect(TestStanding(TestHistory(runs), at: Self.now).word == .stable)
        #expect(TestFigures(TestHistory(runs), at: Self.now).retried == 10)
    }

    @Test("A red run of which a large share of the suite was red contradicts nothing")
    func wideRuns() {
        func figures(sign: String?) -> TestFigures {
            let green = (0..<10).map { TestOutcome(commit: "\($0)", at: Self.now, result: .passed) }
            let red = TestOutcome(commit: "9", at: Self.now, result: .failed, sign: sign)
            return TestFigures(TestHistory(green).adding([red]).adding([green[9]]), at: Self.now)
        }
        #expect(figures(sign: TestOutcome.wideSign).contradictions.isEmpty)
        #expect(figures(sign: TestOutcome.wideSign).reds == 1)
        #expect(figures(sign: nil).contradictions.map(\.commit) == ["9"])
        #expect(TestOutcome.isWide(red: 5, of: 15) && !TestOutcome.isWide(red: 5, of: 16))
        #expect(!TestOutcome.isWide(red: 4, of: 4))
    }

    @Test("A test that is red since a change is never flaky, however flaky it was before")
    func brokenIsNeverFlaky() {
        for reds in 0...9 {
            let before = String("aAbBcCdDeEfghijklmnopqrst".dropFirst(reds))
            #expect(Self.standing(before + "UUUUUUUU").word == .broken)
        }
    }

    @Test("The reason has the figures, and names the commits")
    func reasons() {
        #expect(
            Self.standing("abcdefFfFghijk").why
                == "red at 2 of 14 runs, twice beside a green run of the same commit f")
        #expect(Self.standing("abcdefghijKLM").why == "red at each of its 3 runs since commit k")
        #expect(Self.standing("abcdefghijk").why == "green at its last 11 runs")
        #expect(Self.standing("a").why == "it has only 1 run yet")
    }

    @Test("Of the figures the pass rate forgets, and the streak tells since when")
    func figures() throws {
        let figures = TestFigures(Self.history("AAAAAbbbbb"), at: Self.now)
        #expect(figures.runs == 10 && figures.reds == 5 && figures.contradictions.isEmpty)
        #expect(try #require(figures.passRate) > 0.55)
        #expect(figures.streak?.runs == 5 && figures.streak?.commit == "b" && figures.streak?.isRed == false)
        #expect(figures.lastChange == Self.now.advanced(by: .zero - Self.day * 4))
        let old = TestOutcome(commit: "a", at: Self.now.advanced(by: .zero - TestFigures.halfLife), result: .failed)
        let both = TestFigures(
            TestHistory([old, TestOutcome(commit: "b", at: Self.now, result: .passed)]), at: Self.now)
        #expect(abs(try #require(both.passRate) - 2.0 / 3) < 1e-9)
        #expect(TestFigures(TestHistory(), at: Self.now).passRate == nil)
    }

    @Test("A history keeps the newest runs")
    func bounded() {
        let many = (0..<120).map { TestOutcome(commit: "\($0)", at: Self.now, result: .passed) }
        let history = TestHistory(Array(many.prefix(60))).adding(Array(many.suffix(60)))
        #expect(history.outcomes == Array(many.suffix(TestHistory.limit)))
    }

    @Test("Signs of the kinds of failures differ and are of one length")
    func signs() {
        let signs = FailureKind.allCases.map { TestOutcome.sign(of: $0.rawValue) }
        #expect(Set(signs).count == FailureKind.allCases.count)
        #expect(signs.allSatisfy { $0.utf8.count == 4 } && !signs.contains(TestOutcome.wideSign))
    }
}
