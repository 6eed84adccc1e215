import Domain

/// Picks the words of a failure which an item of evidence quotes.
struct Quotation {
    private static let limit = 240
    private let evidence: FailureEvidence

    init(_ evidence: FailureEvidence) { self.evidence = evidence }

    func evidence(for match: Classifier.Match) -> FailureReport.Evidence {
        let quote =
            switch match.rule.source {
            case .error: headline(ofError: match.error)
            case .page: pageLine(for: match.rule.when)
            case .network: requests(for: match.rule.kind)
            case .console: evidence.console.last ?? ""
            case .output: line(of: evidence.output, with: match.rule.when.phrases(in: .output)) ?? ""
            }
        let text = quote.isEmpty ? match.rule.finding : "\(match.rule.finding): \(quote.shortened(to: Self.limit))"
        return .init(rule: match.rule.id, text: text, source: match.rule.source.rawValue)
    }

    /// The first line with words in it.
    func headline(ofError number: Int) -> String {
        let text = evidence.errors.indices.contains(number) ? evidence.errors[number] : evidence.output
        let lines = text.utf8.split(separator: 10).lazy.map { Substring($0).trimmingBlanks }
        return (lines.first { !$0.isEmpty } ?? "").shortened(to: Self.limit)
    }

    private func pageLine(for condition: Condition) -> String {
        let line = line(of: evidence.pageSnapshot ?? "", with: condition.phrases(in: .page))
        return line ?? evidence.pageTitle ?? evidence.pageURL ?? ""
    }

    private func line(of text: String, with phrases: [String]) -> String? {
        let lines = text.utf8.split(separator: 10).lazy.map { Substring($0).trimmingBlanks }
        return lines.first { line in line.foldedBytes(limit: .max).saysAny(of: phrases) }
    }

    /// The one that decides, by which the failure is grouped too.
    private func requests(for kind: FailureKind) -> String {
        let reading = RequestReading(evidence.network, pageURL: evidence.pageURL)
        let quoted = reading.deciding(kind).map { [$0] } ?? Array(reading.bad.prefix(2))
        return quoted.map { exchange in
            let answer = exchange.failure ?? "status \(exchange.status)"
            return "\(exchange.method) \(exchange.url) -> \(answer)"
        }.joined(separator: "; ")
    }
}

extension Condition {
    /// All phrases that it looks for in a part, but for those that must be absent.
    func phrases(in part: Part) -> [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap { $0.phrases(in: part) }
        case .says(part, let phrases): phrases
        default: []
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(decoding: utf8.drop(while: \.isBlank), as: UTF8.self)
    }
}

extension String {
    /// Cut with a mark, so that no reader takes a part for the whole.
    func shortened(to limit: Int) -> String {
        // Counting letters takes long, and most texts have fewer bytes than they may have letters.
        guard utf8.count > limit, count > limit else { return self }
        return CutText.beginning(of: self, before: index(startIndex, offsetBy: limit - 1)) + "…"
    }
}
