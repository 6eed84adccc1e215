import JavaScript

/// Finds what a later version of the sources promises less than an earlier one.
struct LedgerComparison {
    let before: AssertionLedger
    let after: AssertionLedger
    var textChanges: [TextChange] = []
    var fieldChanges: [TextChange] = []
    var handedChanges: [TextChange] = []

    /// In the order of the files and entries of the earlier version.
    func weakenings() -> [Weakening] { entries() + hazards() }

    private struct Key: Hashable {
        let file: String
        let path: [String]
    }

    private func entries() -> [Weakening] {
        let later = Dictionary(grouping: after.entries) { Key(file: $0.file, path: $0.path) }
        return before.entries.flatMap { entry -> [Weakening] in
            guard let match = later[Key(file: entry.file, path: entry.path)]?.first else { return missing(entry) }
            if entry.kind == .test, match.kind != .test { return missing(entry) }
            return assertions(entry, match) + actions(entry, match)
        }
    }

    private func missing(_ entry: AssertionLedger.Entry) -> [Weakening] {
        if entry.kind == .test {
            return [
                Weakening(
                    subject: .tests, file: entry.file, line: entry.line,
                    text: "the test “\(entry.title)” is gone or has another name")
            ]
        }
        return entry.assertions.map(removed)
    }

    private func removed(_ assertion: Assertion) -> Weakening {
        Weakening(
            subject: .assertions, file: assertion.file, line: assertion.line,
            text: "the assertion \(assertion.matcher)(\(assertion.arguments.joined(separator: ", "))) is gone")
    }

    private func assertions(_ old: AssertionLedger.Entry, _ new: AssertionLedger.Entry) -> [Weakening] {
        var rest = new.assertions
        var open: [Assertion] = []
        for assertion in old.assertions {
            if let index = rest.firstIndex(where: { isSame(assertion, $0) }) {
                rest.remove(at: index)
            } else {
                open.append(assertion)
            }
        }
        return open.flatMap { assertion -> [Weakening] in
            let wanted = assertion.renaming(fieldChanges).handing(handedChanges)
            guard let index = counterpart(of: wanted, in: rest) else {
                return [removed(assertion)]
            }
            return AssertionComparison(
                old: wanted, new: rest.remove(at: index), textChanges: textChanges
            ).problems
        }
    }

    private func isSame(_ old: Assertion, _ new: Assertion) -> Bool {
        AssertionComparison(old: old, new: new, textChanges: []).problems.isEmpty && old.matcher == new.matcher
            && old.arguments == new.arguments
    }

    private func counterpart(of old: Assertion, in rest: [Assertion]) -> Int? {
        rest.firstIndex { $0.subject == old.subject && $0.matcher == old.matcher }
            ?? rest.firstIndex { $0.matcher == old.matcher && $0.arguments == old.arguments }
            ?? rest.firstIndex { $0.subject == old.subject } ?? rest.indices.first
    }

    private func actions(_ old: AssertionLedger.Entry, _ new: AssertionLedger.Entry) -> [Weakening] {
        guard new.actions.count < old.actions.count else { return [] }
        let text = "“\(old.title)” does \(new.actions.count) actions where it did \(old.actions.count)"
        return [Weakening(subject: .actions, file: new.file, line: new.line, text: text)]
    }

    private func hazards() -> [Weakening] {
        var old = before.hazards
        var added: [Hazard] = []
        for hazard in after.hazards {
            if let index = old.firstIndex(where: { isSame($0, hazard) }) {
                old.remove(at: index)
            } else {
                added.append(hazard)
            }
        }
        let found = added.compactMap { hazard -> Weakening? in
            if hazard.kind == .longerTimeout, let index = old.firstIndex(where: { isLonger($0, than: hazard) }) {
                old.remove(at: index)
                return nil
            }
            return weakening(hazard, "\(hazard.text): \(hazard.kind.rawValue), which was not so before")
        }
        let lost = old.filter { $0.kind == .configuration }.map {
            weakening($0, "\($0.text) is gone: \($0.kind.rawValue)")
        }
        return found + lost
    }

    private func isSame(_ one: Hazard, _ other: Hazard) -> Bool {
        one.kind == other.kind && one.file == other.file && one.text == other.text
    }

    private func isLonger(_ old: Hazard, than new: Hazard) -> Bool {
        guard old.kind == .longerTimeout, old.file == new.file, let before = old.milliseconds,
            let after = new.milliseconds
        else { return false }
        return before >= after
    }

    private func weakening(_ hazard: Hazard, _ text: String) -> Weakening {
        Weakening(subject: .hazard(hazard.kind), file: hazard.file, line: hazard.line, text: text)
    }
}
