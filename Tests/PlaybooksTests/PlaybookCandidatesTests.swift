import Domain
import Playbooks
import Testing

struct PlaybookCandidatesTests {
    private func failure(
        _ id: String, _ verdict: FailureReport.Verdict = .environment, kind: String = "http-5xx",
        message: String = "503: index not ready"
    ) -> FailureReport {
        FailureReport(
            id: id, fingerprint: "f", testName: id, project: "", file: "a.spec.ts", line: 1, errorMessage: message,
            category: .api, kind: kind, severity: .high, culprit: .environment, confidence: 0.9, verdict: verdict,
            evidence: [], rootCause: "", group: "g")
    }

    private func suggestions(_ names: String...) -> [FailureReport.SuggestedFix] {
        names.map { .init(playbook: $0, class: .a, why: "because of \($0)") }
    }

    private func playbook(_ name: String, _ level: FixClass = .a, when: PlaybookSettings.Condition? = nil)
        -> PlaybookSettings
    {
        PlaybookSettings(name: name, class: level, action: .command([name]), when: when)
    }

    private func names(
        _ cases: [PlaybookCase], _ configured: [PlaybookSettings], tried: Set<String> = []
    ) -> [String] {
        PlaybookCandidate.all(for: cases, configured: configured, tried: tried).map(\.playbook.name)
    }

    @Test("What is not configured is never done")
    func defaultDeny() {
        #expect(names([PlaybookCase(failure: failure("a"), suggestions: suggestions("restart-backend"))], []) == [])
    }

    @Test("The likeliest that is configured comes first, and each has one turn")
    func order() {
        let cases = [PlaybookCase(failure: failure("a"), suggestions: suggestions("restart-backend", "redeploy"))]
        let configured = [playbook("redeploy"), playbook("reset-test-data"), playbook("restart-backend")]
        #expect(names(cases, configured) == ["restart-backend", "redeploy"])
        #expect(names(cases, configured, tried: ["restart-backend"]) == ["redeploy"])
    }

    @Test(
        "Neither a bug of the app nor an outdated or flaky test is mended by acting on the environment",
        arguments: [FailureReport.Verdict.appBug, .testOutdated, .testBug, .flaky])
    func verdicts(verdict: FailureReport.Verdict) {
        let condition = PlaybookSettings.Condition(category: .api)
        let cases = [PlaybookCase(failure: failure("a", verdict), suggestions: suggestions("restart-backend"))]
        #expect(names(cases, [playbook("restart-backend"), playbook("own", when: condition)]) == [])
    }

    @Test("A playbook of one's own acts only when every part of its condition fits")
    func conditions() {
        let cases = [PlaybookCase(failure: failure("a"), suggestions: [])]
        func holds(_ condition: PlaybookSettings.Condition?) -> Bool {
            names(cases, [playbook("warm-search", when: condition)]) == ["warm-search"]
        }
        #expect(holds(.init(category: .api, kind: "http-5xx", text: "INDEX not ready")) == true)
        #expect(holds(.init(category: .api, kind: "http-4xx", text: "index not ready")) == false)
        #expect(holds(.init(category: .auth)) == false)
        #expect(holds(.init(text: "something else")) == false)
        #expect(holds(.init()) == false)
        #expect(holds(nil) == false)
    }

    @Test("Classes B and C are no candidates")
    func classes() {
        let cases = [PlaybookCase(failure: failure("a"), suggestions: suggestions("drop"))]
        #expect(names(cases, [playbook("drop", .b), playbook("drop", .c)]) == [])
    }

    @Test("Of two as likely, the one for more failures goes first")
    func breadth() {
        let cases = [
            PlaybookCase(failure: failure("a"), suggestions: suggestions("clear-session")),
            PlaybookCase(failure: failure("b"), suggestions: suggestions("restart-backend")),
            PlaybookCase(failure: failure("c"), suggestions: suggestions("restart-backend")),
        ]
        let all = PlaybookCandidate.all(
            for: cases, configured: [playbook("clear-session"), playbook("restart-backend")], tried: [])
        #expect(all.map(\.playbook.name) == ["restart-backend", "clear-session"])
        #expect(all.first?.failures == ["b", "c"])
        #expect(all.first?.why == "because of restart-backend")
    }
}
