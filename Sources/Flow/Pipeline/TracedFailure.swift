import Compression
import Domain
import Evidence
import Locators
import Triage

/// A red test with what the run kept of it read.
struct TracedFailure: Sendable {
    let test: RedTest
    let trace: Trace?
    /// Where its trace lies; nil when there is none, or the one that lies there is of another run.
    let tracePath: String?
    /// The step that ended the test, when the trace shows it.
    let step: Trace.Step?
    private let context: ErrorContext?
    /// What is missing of the evidence, and why, in words.
    let gaps: [FailureReport.Evidence]

    init(_ test: RedTest) {
        self.test = test
        var gaps: [FailureReport.Evidence] = []
        func read<Place, Value>(_ place: Place, _ source: String, _ body: (Place) throws -> Value) -> Value? {
            do { return try body(place) } catch {
                gaps.append(.init(rule: "\(source)-missing", text: "\(error)", source: source))
                return nil
            }
        }
        let identity = FailureIdentity(test)
        func isForeign(_ objection: String?, _ place: String?, _ source: String) -> Bool {
            guard let objection else { return false }
            let error = EvidenceError(
                place ?? source, "it is left out, being of another run than the report: \(objection)",
                remedy: "keep each report with its own artifacts, and clear the output folder before a run")
            gaps.append(.init(rule: "\(source)-of-another-run", text: "\(error)", source: source))
            return true
        }
        var trace = test.trace.flatMap { read($0, "trace", TraceFile.read) }
        if let problem = trace?.problems.first {
            gaps.append(.init(rule: "trace-incomplete", text: "something is left out: \(problem)", source: "trace"))
        }
        let isTraceForeign = isForeign(trace.flatMap(identity.objection(to:)), test.trace, "trace")
        if isTraceForeign { trace = nil }
        var context: ErrorContext?
        for attached in test.errorContexts where context?.pageSnapshot == nil {
            let found = read(attached, "context") {
                try ErrorContext($0.beginning(limitBytes: ErrorContext.limitBytes))
            }
            if let problem = found?.problem {
                gaps.append(.init(rule: "context-incomplete", text: problem, source: "context"))
            }
            if isForeign(found.flatMap(identity.objection(to:)), attached.path, "context") { continue }
            context = found ?? context
        }
        if context?.pageSnapshot != nil { gaps.removeAll { $0.source == "context" } }
        self.context = context
        self.trace = trace
        tracePath = isTraceForeign ? nil : test.trace
        step = trace?.failingStep
        self.gaps = gaps
    }

    var servedPage: ServedPage? {
        guard let trace, let step, let page = trace.lastSnapshot(at: step) else { return nil }
        return ServedPage(page, network: trace.network)
    }

    /// - Parameter changes: of the commit; nil when they are not known.
    func isServedOldPage(_ changes: CommitChanges?) -> Bool {
        guard let changes, let servedPage else { return false }
        return servedPage.isOlder(than: changes, wanted: ([step?.selector ?? ""] + test.errors).joined(separator: "\n"))
    }

    /// Without what a later answer made good.
    var evidence: FailureEvidence { told.withoutRecovered }

    /// Without what the good run of the same test shows, too.
    func evidence(without good: Trace) -> FailureEvidence {
        evidence.withoutNoise(
            of: Self.exchanges(good, until: .infinity), console: Self.messages(good, until: .infinity))
    }

    private static func exchanges(_ trace: Trace, until end: Double) -> [FailureEvidence.Exchange] {
        trace.network.filter { ($0.time ?? 0) <= end && !$0.isFromTest }.suffix(200).map {
            .init(method: $0.method, url: $0.url, status: $0.status, failure: $0.failure)
        }
    }

    private static func messages(_ trace: Trace, until end: Double) -> [String] {
        trace.console.filter { ["error", "warning", "pageerror"].contains($0.kind) && ($0.time ?? 0) <= end }.suffix(50)
            .map { $0.kind == "pageerror" ? "Uncaught \($0.text)" : $0.text }
    }

    private var told: FailureEvidence {
        let page = trace.flatMap { trace in step.flatMap { trace.lastSnapshot(at: $0) } ?? trace.finalPages().last }
        let end = step?.endTime ?? .infinity
        let network = trace.map { Self.exchanges($0, until: end) } ?? []
        return FailureEvidence(
            testName: test.title, project: test.project, file: test.file,
            errors: zip(test.errors, test.surroundings).map { "\($0)\n\n\($1)" }, status: test.status,
            step: step.map {
                .init(method: $0.method, selector: $0.selector, expression: $0.expression, isNegated: $0.isNegated)
            },
            place: test.place,
            pageSnapshot: context?.pageSnapshot
                ?? page.flatMap { page in
                    AriaSnapshot.text(of: page).flatMap {
                        TracedPage($0, url: page.url, title: page.title, network: network).text
                    }
                },
            pageURL: page?.url, pageTitle: page?.title,
            network: network,
            console: trace.map { Self.messages($0, until: end) } ?? [],
            output: test.output)
    }
}

/// Traces among the artifacts.
enum TraceFile {
    static func read(_ path: String) throws -> Trace { try Trace.read(from: ZIPArchive(contentsOf: path)) }
}
