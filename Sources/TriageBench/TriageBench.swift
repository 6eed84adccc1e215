import ArgumentParser
import Compression
import Domain
import Evidence
import Triage

/// Our side of `scripts/bench triage`: one thing at a time, on one core. Never shipped.
@main
struct TriageBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "TriageBench", abstract: "Does one part of triage and prints what it took as a line of JSON.",
        discussion: "Example: TriageBench classify report.json --seconds 3",
        subcommands: [Parsing.self, Classifying.self, TraceReading.self])
}

/// The length of the work, without what prepares it.
private func print(_ count: Int, _ what: String, in time: Duration) {
    print(#"{"\#(what)": \#(count), "seconds": \#(time / .seconds(1))}"#)
}

struct Parsing: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "parse", abstract: "Reads a report, test by test.")

    @Argument var report: String

    func run() throws {
        var tests = 0
        let time = try ContinuousClock().measure { _ = try PlaywrightReport.read(file: report) { _, _ in tests += 1 } }
        print(tests, "tests", in: time)
    }
}

struct Classifying: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify", abstract: "Classifies a report's failures over and over.")

    @Argument var report: String
    @Option var seconds = 3.0

    func run() throws {
        var failures: [FailureEvidence] = []
        _ = try PlaywrightReport.read(file: report) { test, _ in
            guard test.outcome == .unexpected, failures.count < 5_000, let result = test.results.last else { return }
            let errors = result.errors.map { "\($0.message)\n\n\($0.snippet ?? "")\n\($0.stack)" }
            failures.append(
                FailureEvidence(
                    testName: test.title, errors: errors, output: result.output + result.errorOutput))
        }
        guard !failures.isEmpty else { throw ValidationError("\(report) has no failure") }
        _ = Classifier.standard.classify(failures[0])
        var (count, evidence) = (0, 0)
        let clock = ContinuousClock()
        let start = clock.now
        while clock.now - start < .seconds(seconds) {
            for failure in failures { evidence += Classifier.standard.classify(failure).evidence.count }
            count += failures.count
        }
        print(count, evidence > 0 ? "failures" : "unexplained", in: clock.now - start)
    }
}

struct TraceReading: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Reads a trace once: steps, requests, messages, errors, the last pages.")

    @Argument var trace: String

    func run() throws {
        var (steps, nodes) = (0, 0)
        let time = try ContinuousClock().measure {
            let read = try Trace.read(from: ZIPArchive(contentsOf: trace))
            steps = read.steps.count
            nodes = read.finalPages().reduce(0) { $0 + $1.nodes.count }
        }
        print(nodes > 0 ? steps : 0, "steps", in: time)
    }
}
