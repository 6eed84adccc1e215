package import JavaScript

/// Judges a patch of any origin by its text alone: the same patch always gets the same answer.
///
/// For the repair of a test that was itself changed wrongly, give the last good version as `before`.
package struct PatchGate: Sendable {
    package let rules: PatchRules
    /// The suite's other sources, in which names may be defined.
    package let context: [SourceText]

    package init(rules: PatchRules, context: [SourceText] = []) {
        self.rules = rules
        self.context = context
    }

    /// All checks, in the same order for every patch; the patch is acceptable when all passed.
    package func judge(_ changes: [FileChange], claim: RepairClaim) -> [ProofCheck] {
        let readable = changes.filter {
            ($0.before ?? "").utf8.count + ($0.after ?? "").utf8.count <= 2 * rules.fileByteLimit
        }
        let sides = PatchSides(changes: readable, context: context)
        let ledger = LedgerComparison(
            before: AssertionLedger(scripts: sides.before), after: AssertionLedger(scripts: sides.after),
            textChanges: claim.textChanges + claim.addressChanges, fieldChanges: claim.fieldChanges,
            handedChanges: claim.handedChanges)
        let weakenings = ledger.weakenings().filter { !isAllowed($0, claim: claim) }
        func sentences(_ subjects: (Weakening.Subject) -> Bool) -> [String] {
            weakenings.filter { subjects($0.subject) }.map(\.sentence)
        }
        return [
            ProofCheck(
                name: "paths", problems: pathProblems(changes), otherwise: "only files of the suite are changed"),
            ProofCheck(
                name: "size", problems: sizeProblems(changes), otherwise: "\(changedLines(changes)) changed lines"),
            ProofCheck(name: "syntax", problems: sides.syntaxProblems, otherwise: "every changed file can be read"),
            ProofCheck(
                name: "only-what-is-claimed", problems: ClaimJudge(sides: sides, claim: claim).problems,
                otherwise: "nothing but what the repair is about is changed"),
            ProofCheck(
                name: "tests-kept", problems: sentences { $0 == .tests }, otherwise: "no test is gone or renamed"),
            ProofCheck(
                name: "assertions-kept", problems: sentences { $0 == .assertions },
                otherwise: "\(ledger.before.assertions.count) assertions, none weaker"),
            ProofCheck(name: "actions-kept", problems: sentences { $0 == .actions }, otherwise: "no step is gone"),
            ProofCheck(
                name: "nothing-bypassed",
                problems: sentences { if case .hazard = $0 { true } else { false } },
                otherwise: "no skip, sleep, force, mock, injected code, swallowed error or longer timeout more"),
        ]
    }

    private func isAllowed(_ weakening: Weakening, claim: RepairClaim) -> Bool {
        weakening.subject == .hazard(.longerTimeout) && claim.allowsLongerTimeouts
            && !weakening.text.contains("timeout:0")
    }

    private func changedLines(_ changes: [FileChange]) -> Int { changes.reduce(0) { $0 + $1.changedLines } }

    private func pathProblems(_ changes: [FileChange]) -> [String] {
        let repeated = Dictionary(grouping: changes, by: \.path).filter { $0.value.count > 1 }.keys.sorted()
        return changes.compactMap { rules.objection(to: $0.path) }
            + changes.filter { $0.after == nil }.map { "\($0.path): a repair deletes no file" }
            + repeated.map { "\($0): the patch names this file twice" }
    }

    private func sizeProblems(_ changes: [FileChange]) -> [String] {
        var problems: [String] = []
        if changes.allSatisfy({ $0.before == $0.after }) { problems.append("the patch changes nothing") }
        if changes.count > rules.fileLimit {
            problems.append("\(changes.count) files are changed, more than \(rules.fileLimit)")
        }
        let lines = changedLines(changes)
        if lines > rules.changedLineLimit {
            problems.append("\(lines) lines are changed, more than \(rules.changedLineLimit)")
        }
        for change in changes
        where max((change.before ?? "").utf8.count, (change.after ?? "").utf8.count) > rules.fileByteLimit {
            problems.append("\(change.path): more than \(rules.fileByteLimit) bytes are not judged")
        }
        return problems
    }
}

extension [ProofCheck] {
    /// Whether every check passed.
    package var isAccepted: Bool { !isEmpty && allSatisfy(\.passed) }
}
