/// How much a reviewer should look at a repair, and why.
package struct Risk: Hashable, Sendable, Codable {
    package enum Level: String, Hashable, Sendable, Codable, Comparable {
        case low, medium, high

        package static func < (one: Self, other: Self) -> Bool { one.order < other.order }

        private var order: Int {
            switch self {
            case .low: 0
            case .medium: 1
            case .high: 2
            }
        }
    }

    package let level: Level
    /// In sentences; the facts that raise the level come first.
    package let reasons: [String]
}

/// What is known of a repair when its risk is told.
package struct RiskFacts: Hashable, Sendable {
    package var files: [String] = []
    package var changedLines = 0
    /// How many tests use what is changed.
    package var affectedTests = 1
    /// From 0 to 1: how sure the choice of the new element is; nil when nothing was ranked.
    package var confidence: Double?
    /// The locator's method before and after, such as `getByTestId` and `getByText`.
    package var strategies: (before: String, after: String)? {
        get { strategyBefore.flatMap { before in strategyAfter.map { (before, $0) } } }
        set { (strategyBefore, strategyAfter) = (newValue?.before, newValue?.after) }
    }
    package var usesPosition = false
    package var changesExpectedText = false
    package var changesConfiguration = false
    package var isWrittenByModel = false
    /// What is lost with a part of a commit that is taken back, in sentences; empty where nothing is.
    package var takenBack: [String] = []
    private var strategyBefore: String?
    private var strategyAfter: String?

    package init() {}
}

extension Risk {
    /// High from one grave fact or two notable ones, medium from one notable fact. Below 0.6 a choice is a guess, and
    /// pull requests of up to 10 lines are the ones that get merged.
    package init(_ facts: RiskFacts) {
        var grave: [String] = []
        var notable: [String] = []
        var harmless: [String] = []
        if let confidence = facts.confidence {
            let text = "the new element was chosen with confidence \(Self.percent(confidence))"
            if confidence < 0.6 {
                grave.append(text)
            } else if confidence < 0.85 {
                notable.append(text)
            } else {
                harmless.append(text)
            }
        }
        grave += facts.takenBack
        if facts.isWrittenByModel { grave.append("a language model wrote the change") }
        if facts.changesConfiguration { grave.append("the Playwright configuration changes, and with it every test") }
        if facts.changesExpectedText {
            notable.append("an expected text changes: check that the app's new text is wanted")
        }
        if facts.usesPosition {
            notable.append("the locator picks by position, which breaks when the page's order changes")
        }
        if facts.affectedTests > 1 {
            let text = "\(facts.affectedTests) tests use what is changed"
            if facts.affectedTests > 20 { notable.append(text) } else { harmless.append(text) }
        }
        if let (before, after) = facts.strategies, before != after {
            let isWeaker = Self.strength(after) < Self.strength(before)
            let text = "the locator's kind changes from \(before) to \(after)"
            if isWeaker { notable.append(text) } else { harmless.append(text) }
        }
        if facts.changedLines > 30 { grave.append("\(facts.changedLines) lines change") }
        if (11...30).contains(facts.changedLines) { notable.append("\(facts.changedLines) lines change") }
        if facts.files.count > 2 { notable.append("\(facts.files.count) files change") }
        if facts.changedLines <= 10 {
            harmless.append("\(facts.changedLines) lines in \(facts.files.joined(separator: ", ")) change")
        }
        level = !grave.isEmpty || notable.count > 1 ? .high : notable.isEmpty ? .low : .medium
        reasons = grave + notable + harmless
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    /// How well a locator of this method withstands changes of the page. Source: Playwright's order of preference.
    private static func strength(_ method: String) -> Int {
        switch method {
        case "getByRole", "getByTestId", "getByLabel": 3
        case "getByPlaceholder", "getByAltText", "getByTitle": 2
        case "getByText": 1
        default: 0
        }
    }
}
