import Domain

/// Decides what a failure is by the rule book. Every rule is asked of every error; the strongest match wins, among equal
/// ones the earlier layer, then the earlier error.
package struct Classifier: Sendable {
    /// With all rules of the product. Compiled once.
    package static let standard = Classifier(rules: RuleBook.all)

    /// Errors beyond these say nothing new.
    private static let errorLimit = 8
    private static let furtherEvidenceLimit = 3

    struct Match: Sendable {
        let rule: Rule
        let error: Int
        /// The HTTP status that the error got or reports; where it names none, that of the page's request which decides, else
        /// of its first bad one.
        let status: Int?
        /// Read from the output, where other tests may have written too.
        let isFromOutput: Bool
        /// The error itself says no more than that the time ran out, so that only what surrounds it speaks.
        let isOfBareTimeout: Bool
        let severity: FailureReport.Severity
        let culprit: FailureReport.Culprit
    }

    /// Every match of a failure, the best one first.
    struct Matches: Sendable {
        fileprivate(set) var all: [Match] = []
        /// Of each error that was read.
        fileprivate var absences: [Bool] = []

        /// Of the error that decides; what further errors want is another assertion's matter.
        var assertsAbsence: Bool {
            let deciding = all.first.map(\.error).flatMap { absences.indices.contains($0) ? $0 : nil } ?? 0
            return absences.indices.contains(deciding) && absences[deciding]
        }
    }

    /// Strongest first, then by layer, then as written: the first match of an error is its best.
    private let rules: [Rule]
    /// One condition a rule, apart from the rules because all of them are asked and few of the rules are needed.
    private let conditions: [CompiledCondition]
    private let refinements: [[CompiledCondition]]
    private let automaton: PhraseAutomaton

    package init(rules: [Rule]) {
        let ranks = { (entry: (offset: Int, element: Rule)) in
            (-entry.element.strength.rawValue, entry.element.layer.rawValue, entry.offset)
        }
        var book = PhraseBook()
        self.rules = rules.enumerated().sorted { ranks($0) < ranks($1) }.map(\.element)
        conditions = self.rules.map { book.compile($0.when) }
        refinements = self.rules.map { rule in rule.refinements.map { book.compile($0.when) } }
        automaton = PhraseAutomaton(phrases: book.phrases)
    }

    package func classify(_ evidence: FailureEvidence) -> Classification {
        let matches = matches(of: evidence)
        guard let best = matches.all.first else { return Self.unexplained(evidence, matches) }
        let quotation = Quotation(evidence)
        var seen: Set<String> = []
        let items = matches.all.filter { seen.insert($0.rule.id).inserted }.prefix(1 + Self.furtherEvidenceLimit)
        return Classification(
            kind: best.rule.kind, severity: best.severity, culprit: best.culprit,
            confidence: Self.confidence(of: best, among: matches.all), assertsAbsence: matches.assertsAbsence,
            status: best.status, evidence: items.map { quotation.evidence(for: $0) })
    }

    func matches(of evidence: FailureEvidence) -> Matches {
        let surroundings = EvidenceView.Surroundings(evidence, automaton: automaton)
        let errors = evidence.errors.isEmpty ? [""] : Array(evidence.errors.prefix(Self.errorLimit))
        var ranked: [RankedMatch] = []
        var matches = Matches()
        for (number, text) in errors.enumerated() {
            let error = ErrorReading(text, step: evidence.step)
            matches.absences.append(error.assertsAbsence)
            let view = EvidenceView(error: error, in: surroundings, automaton: automaton)
            let found = self.matches(in: view, error: number)
            // Beside another error a bare timeout is no symptom of its own that the page could explain.
            let isAside = errors.count > 1 && error.isBareTimeout
            ranked += isAside ? found.filter { $0.match.rule.strength == .follows } : found
        }
        if !ranked.contains(where: { $0.match.rule.strength > .hints }), !evidence.output.isEmpty {
            // A helper that swallows an error prints it; without a better explanation that is the cause.
            let view = EvidenceView(error: ErrorReading(evidence.output), in: surroundings, automaton: automaton)
            let swallowed = self.matches(in: view, error: errors.count, isFromOutput: true)
            ranked += swallowed.filter { $0.match.rule.strength > .hints }
        }
        matches.all = ranked.sorted { Self.precedes($0, $1) }.map(\.match)
        return matches
    }

    private typealias RankedMatch = (rank: Int, match: Match)

    private func matches(in view: EvidenceView, error: Int, isFromOutput: Bool = false) -> [RankedMatch] {
        conditions.indices.filter { conditions[$0].holds(of: view) }.map { rank in
            (rank, match(rank, view: view, error: error, isFromOutput: isFromOutput))
        }
    }

    private func match(_ rank: Int, view: EvidenceView, error: Int, isFromOutput: Bool) -> Match {
        let rule = rules[rank]
        let holding = refinements[rank].indices.filter { refinements[rank][$0].holds(of: view) }
        let narrower = holding.map { rule.refinements[$0] }
        return Match(
            rule: rule, error: error,
            status: view.error.status ?? view.requests.deciding(rule.kind).map(\.status).flatMap {
                $0 >= 400 ? $0 : nil
            }
                ?? view.requests.statuses.first { $0 >= 400 },
            isFromOutput: isFromOutput, isOfBareTimeout: view.error.isBareTimeout,
            severity: narrower.firstNonNil(\.severity) ?? rule.severity,
            culprit: narrower.firstNonNil(\.culprit) ?? rule.culprit)
    }

    private static func precedes(_ left: RankedMatch, _ right: RankedMatch) -> Bool {
        if left.match.rule.strength != right.match.rule.strength {
            return left.match.rule.strength > right.match.rule.strength
        }
        // Symptoms are believed in the order in which they were printed: the first is nearest to the cause.
        if left.match.rule.strength <= .points, left.match.error != right.match.error {
            return left.match.error < right.match.error
        }
        return (left.rank, left.match.error) < (right.rank, right.match.error)
    }

    /// A rival of the same strength and another category makes the decision less sure.
    private static func confidence(of best: Match, among matches: [Match]) -> Double {
        let rivals = matches.contains { match in
            match.rule.strength == best.rule.strength && match.rule.kind.category != best.rule.kind.category
        }
        let isGuess = best.isOfBareTimeout && best.rule.strength > .follows
        let doubt = (rivals ? 0.85 : 1) * (best.isFromOutput ? 0.85 : 1) * (isGuess ? 0.85 : 1)
        return best.rule.confidence * doubt
    }

    private static func unexplained(_ evidence: FailureEvidence, _ matches: Matches) -> Classification {
        let text = "no rule knows this failure: " + Quotation(evidence).headline(ofError: 0)
        return Classification(
            kind: .other, severity: .medium, culprit: .unknown, confidence: 0.2, assertsAbsence: matches.assertsAbsence,
            evidence: [.init(rule: Rule.nothingMatched, text: text, source: Rule.Source.error.rawValue)])
    }
}

extension Sequence {
    fileprivate func firstNonNil<Value>(_ value: (Element) -> Value?) -> Value? {
        for element in self {
            if let found = value(element) { return found }
        }
        return nil
    }
}
