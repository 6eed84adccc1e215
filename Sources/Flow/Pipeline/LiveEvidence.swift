import Domain
import Triage

/// What a live page told of one red test.
struct LiveEvidence: Codable, Hashable, Sendable {
    /// A locator, and how many elements it finds.
    struct Count: Codable, Hashable, Sendable {
        let selector: String
        /// nil when that cannot be told.
        let elements: Int?
    }

    /// What the runner says of the error.
    let error: String
    /// The accessibility tree, as YAML.
    let snapshot: String?
    let counts: [Count]
    let console: [String]
    let network: [String]
    /// Why something of it is missing.
    let gaps: [String]

    private static let listLimit = 10
    private static let textLimitBytes = 300

    /// For the report: one entry a fact, none for what is as it should be.
    var evidence: [FailureReport.Evidence] {
        let headline = error.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let found = counts.prefix(Self.listLimit).compactMap { count in
            let locator = LocatorWording.text(count.selector)
            return count.elements.map { "`\(locator)` finds \(Self.elements($0)) on the live page" }
        }
        let said = console.prefix(Self.listLimit).map { "the live page's console says: \($0)" }
        let failed = failedRequests.prefix(Self.listLimit).map { "the live page's request failed: \($0)" }
        return [fact("live-error", "debugged, the test stops at: \(headline)")]
            + found.map { fact("live-count", $0) } + said.map { fact("live-console", $0) }
            + failed.map { fact("live-network", $0) }
    }

    /// Requests that were answered with an error, or not at all.
    var failedRequests: [String] {
        network.filter { line in
            guard let outcome = line.ranges(of: " => [").last else { return false }
            return line[outcome.upperBound...].wholeMatch(of: /[123]\d\d\].*/) == nil
        }
    }

    /// The page for a model's prompt: what only tools need is left out, and what is too long is cut at a line.
    func excerpt(limitCharacters: Int) -> String? {
        guard let snapshot else { return nil }
        let lines = snapshot.replacing(#/ \[(?:ref=\w+|cursor=\w+|active)\]/#, with: "").split(separator: "\n")
        var kept: [Substring] = []
        var characters = 0
        for line in lines {
            characters += line.count + 1
            guard characters <= limitCharacters else { break }
            kept.append(line)
        }
        let rest = lines.count - kept.count
        return kept.joined(separator: "\n") + (rest > 0 ? "\n(\(rest) more lines)" : "")
    }

    private func fact(_ rule: String, _ text: String) -> FailureReport.Evidence {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let beginning = CutText.beginning(of: line, limitBytes: Self.textLimitBytes)
        return .init(rule: rule, text: beginning, source: "live-page")
    }

    private static func elements(_ count: Int) -> String {
        switch count {
        case 0: "no element"
        case 1: "one element"
        default: "\(count) elements"
        }
    }
}

extension LiveEvidence {
    /// Debugs a test and asks its page everything; what the page cannot tell becomes a gap.
    /// - Parameter selectors: as traces name locators: the one that failed, and those that may replace it.
    /// - Throws: `LivePageUnavailable` when the test does not stop at an error, `CancellationError`.
    static func gather(
        from page: any LivePage, _ test: TestSelection, project: String, selectors: [String]
    ) async throws -> LiveEvidence {
        var gaps: [String] = []
        func ask<Answer>(or nothing: Answer, _ question: () async throws -> Answer) async throws -> Answer {
            do {
                return try await question()
            } catch let error as LivePageUnavailable {
                gaps.append(error.description)
                return nothing
            }
        }
        let error = try await page.debug(test, project: project)
        let snapshot = try await ask(or: String?.none) { try await page.snapshot() }
        let counts = try await ask(or: []) { try await page.counts(of: selectors) }
        let console = try await ask(or: []) { try await page.console() }
        let network = try await ask(or: []) { try await page.network() }
        return LiveEvidence(
            error: error, snapshot: snapshot,
            counts: zip(selectors, counts).map { Count(selector: $0, elements: $1) }, console: console,
            network: network, gaps: gaps)
    }
}
