import Domain
import Testing

/// Reports as jobs leave them.
enum Reports {
    static let hostile = "<!channel> @everyone *b* `c` [x](http://evil.test) <@1> & | #1 \u{1B}[31m\n## x"
    static let pullRequest = "https://github.com/acme/shop/pull/12"
    static let issue = "https://github.com/acme/shop/issues/7"
    static let time = Timestamp(milliseconds: 1_800_000_000_000)

    static func failure(
        _ id: String, _ name: String = "pays", severity: FailureReport.Severity = .critical,
        verdict: FailureReport.Verdict = .appBug, kind: String = "http-5xx", project: String = "modules",
        resolution: FailureReport.Resolution = .none,
        rootCause: String = "The app is at fault: `GET /cart` answers 500.",
        group: String = "g1"
    ) -> FailureReport {
        var failure = FailureReport(
            id: id, fingerprint: "f00d", testName: name, project: project, file: "e2e/pay.spec.ts", line: 7,
            errorMessage: "Error", category: .api, kind: kind, severity: severity, culprit: .app, confidence: 0.9,
            verdict: verdict, evidence: [.init(rule: "api.5xx", text: "GET /cart answers 500", source: "network")],
            rootCause: rootCause, group: group)
        failure.resolution = resolution
        return failure
    }

    static func fix(
        _ id: String, _ state: Fix.State, failures: [String], pullRequest: String? = nil, class level: FixClass = .b,
        why: String = "`getByTestId('add')` found the button"
    ) -> Fix {
        Fix(
            id: id, class: level, kind: level == .a ? "playbook" : "locator", why: why, failures: failures,
            diff: level == .a ? nil : "-a\n+b\n", files: nil, source: .rule,
            risk: .init(level: .low, reasons: ["one line"]),
            proof: .init(
                before: .init(red: failures.count), after: .init(runs: 3, green: 3),
                checks: [.init(name: "green-again", passed: true, text: "3 of 3")]),
            published: .init(branch: pullRequest == nil ? nil : "selfheal/\(id)", pullRequest: pullRequest),
            state: state)
    }

    static func report(
        _ failures: [FailureReport] = [], fixes: [Fix] = [], actions: [HealingReport.Action] = [],
        projects: [HealingReport.Project]? = nil, outcome: Job.Outcome = .needsHuman, repository: String = "acme/shop",
        dryRun: Bool = false
    ) throws -> HealingReport {
        let id = try #require(JobID("01912345-6789-7abc-8def-0123456789ab"))
        var job = Job(
            id: id, state: .succeeded, stage: .report, trigger: .init(kind: .push), repository: repository, ref: "main",
            sha: CommitSHA(String(repeating: "a", count: 40)), base: CommitSHA(String(repeating: "b", count: 40)),
            dryRun: dryRun, createdAt: time)
        job.outcome = outcome
        var summary = HealingReport.Summary()
        (summary.tests, summary.failed, summary.passed) = (20, failures.count, 20 - failures.count)
        summary.remaining = failures.count { $0.resolution == .none }
        return HealingReport(
            job: job, startedAt: time, finishedAt: time.advanced(by: .seconds(83)), summary: summary,
            projects: projects,
            failures: failures, fixes: fixes, actions: actions,
            metrics: .init(stages: ["test": 40, "repair": 12.34], playwright: 55), artifacts: [])
    }

    static func action(_ what: String, _ target: String, _ result: String, why: String = "because")
        -> HealingReport.Action
    {
        .init(at: time, what: what, target: target, why: why, result: result, dryRun: false)
    }

    /// One of everything.
    static func full() throws -> HealingReport {
        var issued = failure("3", "opens the cart", severity: .high, resolution: .issueOpened, group: "g3")
        issued.issue = issue
        var outdated = failure(
            "2", "adds to the cart", severity: .medium, verdict: .testOutdated, kind: "locator-not-found",
            resolution: .fixProposed, rootCause: "The test is out of date: `add` is called `put` now.", group: "g2")
        outdated.fix = "b553ae22f955"
        var session = failure(
            "5", "shows orders", verdict: .environment, kind: "session-expired", project: "contracts",
            rootCause: "The environment is at fault: the session has expired.", group: "g5")
        session.suggestedFix = .init(
            playbook: "clear-session", class: .a, why: "the stored session is no longer accepted")
        var health = HealingReport.Project(name: "health")
        (health.tests, health.passed) = (2, 2)
        var contracts = HealingReport.Project(name: "contracts")
        (contracts.tests, contracts.passed, contracts.failed) = (6, 5, 1)
        let modules = HealingReport.Project(name: "modules", notRun: "`contracts` was red")
        var report = try report(
            [
                failure("1"), failure("1b", "pays by card"), outdated, issued,
                failure("4", "loads", resolution: .fixedByPlaybook, group: "g4"), session,
            ],
            fixes: [
                fix("b553ae22f955", .proposed, failures: ["2"], pullRequest: pullRequest),
                fix("restart-backend", .applied, failures: ["4"], class: .a, why: "nothing listened on port 4000"),
            ],
            actions: [
                action("playbook", "restart-backend on command", "done: the tests are green", why: "nothing listens"),
                action("pull-request", "acme/shop selfheal/b553ae22f955 -> main", pullRequest),
                action("issue", "acme/shop 0123456789ab", issue, why: "The app fails: opens the cart"),
                action("issue", "https://github.com/acme/shop/issues/3", "closed", why: "its tests are green again"),
            ], projects: [health, contracts, modules])
        report.metrics.llm.calls = 3
        report.metrics.llm.inputTokens = 1200
        report.metrics.llm.outputTokens = 340
        report.metrics.llm.costUSD = 0.00312
        return report
    }
}
