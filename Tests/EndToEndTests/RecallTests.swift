import Domain
import Foundation
import Testing

@Suite(.fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct RecallTests {
    @Test("What a scheduled run saw when all was well repairs a test when only what is deployed has changed since")
    func remembers() async throws {
        let place = try EndToEnd.temporaryFolder()
        let sample = place.appending(path: "sample")
        try FileManager.default.copyItem(at: EndToEnd.ownSamples.appending(path: "clock"), to: sample)
        // The app lies elsewhere, so that no commit of the suite's repository tells of its changes.
        let page = place.appending(path: "deployed.html")
        try FileManager.default.moveItem(at: sample.appending(path: "index.html"), to: page)
        let spec = sample.appending(path: "tests/clock.spec.ts")
        try String(contentsOf: spec, encoding: .utf8)
            .replacing("join(__dirname, '..', 'index.html')", with: "process.env.CLOCK_PAGE ?? join('', '')")
            .write(to: spec, atomically: true, encoding: .utf8)
        let repository = try SampleRepository(copying: sample, to: place.appending(path: "clock"))
        let service = try RunningService(
            in: place,
            configuration: """
                workers: 1
                llm: { mode: none }
                repositories:
                  - name: acme/clock
                    path: "\(repository.folder.path(percentEncoded: false))"
                    setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
                    environment: { CLOCK_PAGE: "\(page.path(percentEncoded: false))" }
                    timeout: 5m
                """)
        let first = try await service.ended(try await service.ping("acme/clock", slot: "one"))
        #expect(first.outcome == .green, Comment(rawValue: first.error ?? ""))
        let good = try await service.report(of: first.id)
        #expect(!good.artifacts.contains { $0.name.hasSuffix("trace.zip") }, "traces of good runs are not kept")

        let text = try String(contentsOf: page, encoding: .utf8)
        try text.replacing("data-testid=\"start\"", with: "data-testid=\"begin\"")
            .write(to: page, atomically: true, encoding: .utf8)
        let second = try await service.ended(try await service.ping("acme/clock", slot: "two"))
        let report = try await service.report(of: second.id)
        let failure = try #require(report.failures.first, Comment(rawValue: second.error ?? ""))
        #expect(report.failures.count == 1)
        #expect(failure.evidence.contains { $0.rule == "circumstance.remembered" }, "\(failure.evidence)")
        #expect(failure.verdict == .testOutdated, Comment(rawValue: failure.rootCause))
        let observed = try #require(failure.observed)
        #expect(observed.lastGreen.outcome == .counterpartFound && observed.lastGreen.step?.isRemembered == true)
        #expect(observed.step?.locator == "getByTestId('start')", "\(observed)")
        #expect(report.groups?.map(\.failures) == [[failure.id]])
        #expect(report.fixes.map(\.kind) == ["locator"], "\(report.fixes)")
        #expect(report.fixes.first?.diff?.contains("getByTestId('begin')") == true)
    }
}
