import Domain

/// Says in one paragraph of plain words what failed, what was seen, who is at fault and why, and what would disprove it.
package enum RootCause {
    /// - Parameter hasTrace: whether there was one to look at.
    package static func text(
        for evidence: FailureEvidence, classification: Classification, decision: Decision, hasTrace: Bool
    ) -> String {
        let culprit = decision.culprit ?? classification.culprit
        var sentences = ["\(what(evidence)) failed: \(observation(classification.evidence.first))."]
        let further = classification.evidence.dropFirst().first { $0.source != "error" }
        if let further { sentences.append("Beside it, \(observation(further)).") }
        let told = [classification.evidence.first, further].compactMap { $0?.source }
        sentences += [page(evidence, told), network(evidence, told), since(evidence.circumstances)].compactMap(\.self)
        sentences.append(fault(decision, culprit: culprit))
        sentences.append(doubt(decision, kind: classification.kind, hasTrace: hasTrace))
        return sentences.joined(separator: " ")
    }

    private static func what(_ evidence: FailureEvidence) -> String {
        guard let step = evidence.step else { return "“\(evidence.testName)”" }
        let verb = step.method == "expect" ? "assertion \(MatcherName.text(step))" : "step \(step.method)"
        let target = step.selector.map { " on \(LocatorWording.text($0).shortened(to: 120))" } ?? ""
        return "“\(evidence.testName)”, \(verb)\(target)"
    }

    private static func observation(_ item: FailureReport.Evidence?) -> String {
        guard let item else { return "nothing is known of it" }
        let line = item.text.utf8.split(separator: 10, maxSplits: 1).first.map { String(Substring($0)) }
        return line?.withoutFullStop ?? item.text
    }

    /// What the page showed instead, where that is not said yet.
    private static func page(_ evidence: FailureEvidence, _ told: [String]) -> String? {
        guard !told.contains("page"), let page = evidence.page, let shows = page.shows, shows != .other else {
            return nil
        }
        let what =
            switch shows {
            case .logInPage: "a log-in page"
            case .errorPage: "an error page"
            case .emptyShell: "nothing but an empty shell"
            case .behindOverlay: "something that lay over it"
            case .other: "a page"
            }
        let name = page.title.map { " (“\($0.shortened(to: 60))”)" } ?? ""
        return "The page showed \(what)\(shows == .behindOverlay ? "" : name)."
    }

    /// Requests of the page's own site that went wrong before, where nothing is said of the network yet.
    private static func network(_ evidence: FailureEvidence, _ told: [String]) -> String? {
        let bad = RequestReading(evidence.network, pageURL: evidence.pageURL).bad
        guard !told.contains("network"), let last = bad.last else { return nil }
        let answer = last.failure ?? "status \(last.status)"
        let more = bad.count > 1 ? " and \(bad.count - 1) more" : ""
        return "Of the requests before it, \(last.method) \(last.url.shortened(to: 120)) (\(answer))\(more) went wrong."
    }

    /// Since which commit, and what that one changed.
    private static func since(_ circumstances: Circumstances) -> String? {
        guard circumstances.baseRun == .green, let base = circumstances.base,
            let file = circumstances.changedFiles.first
        else { return nil }
        let files = circumstances.changedFiles.count
        let more = files > 1 ? " and \(files - 1) more" : ""
        let texts = circumstances.replaced.first.map { text in
            let rest = circumstances.replaced.count > 1 ? ", among others" : ""
            return "; “\(text.old.shortened(to: 60))” became “\(text.new.shortened(to: 60))”\(rest)"
        }
        return "It is green at \(base), since when \(file)\(more) changed\(texts ?? "")."
    }

    private static func fault(_ decision: Decision, culprit: FailureReport.Culprit) -> String {
        let reason = decision.evidence.first?.text.withoutFullStop ?? "no reason was found"
        return switch decision.verdict {
        case .testOutdated: "The test is out of date: \(reason)."
        case .testBug: "The test is at fault: \(reason)."
        case .appBug: "The app is at fault: \(reason)."
        case .environment: "The environment is at fault: \(reason)."
        case .flaky: "The test is flaky: \(reason)."
        case .unknown:
            culprit == .unknown
                ? "Who is at fault is not known: \(reason)."
                : "The signs point to the \(culprit.rawValue), not for certain: \(reason)."
        }
    }

    private static func doubt(_ decision: Decision, kind: FailureKind, hasTrace: Bool) -> String {
        switch decision.verdict {
        case .testOutdated:
            "It would be disproven by the feature not doing what the test asserts once the test follows the change."
        case .testBug: "It would be disproven by the version of the test before the change failing as well."
        case .appBug where kind.category == .ui:
            "It would be disproven by a commit that says the new behaviour is wanted."
        case .appBug: "It would be disproven by the same failure with the app of the base commit."
        case .environment where decision.rule == VerdictRule.recovered:
            "It would be disproven by the failure coming again while what surrounds the app is well."
        case .environment: "It would be disproven by the failure staying when the environment is restored."
        case .flaky: "It would be disproven by several reruns of the same commit that are all red."
        case .unknown: missing(decision, hasTrace: hasTrace)
        }
    }

    private static func missing(_ decision: Decision, hasTrace: Bool) -> String {
        let hasBase = !decision.evidence.contains { $0.rule == "circumstance.base-not-run" }
        return switch (hasBase, hasTrace) {
        case (false, false): "A run of the base commit and a trace would tell more."
        case (false, true): "A run of the base commit would tell more."
        case (true, false): "A trace would tell more."
        case (true, true): "Somebody who knows what the test is for has to look."
        }
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
