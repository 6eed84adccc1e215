import JavaScript

/// Holds a patch to what it says that it does: the two versions must be equal token by token, but for that.
struct ClaimJudge {
    let sides: PatchSides
    let claim: RepairClaim

    var problems: [String] {
        if claim.isFreeForm { return freeFormProblems }
        let oldConstants = LocatorConstants(scripts: sides.before + sides.context)
        let newConstants = LocatorConstants(scripts: sides.after + sides.context)
        return leftBehind
            + sides.changes.flatMap { change -> [String] in
                guard let old = sides.before.first(where: { $0.path == change.path }),
                    let new = sides.after.first(where: { $0.path == change.path })
                else { return ["\(change.path): this repair makes or deletes no file"] }
                return problems(
                    MaskedScript(script: old, literals: oldConstants.ranges[change.path] ?? []),
                    MaskedScript(script: new, literals: newConstants.ranges[change.path] ?? []))
            }
    }

    /// Under its old name something is absent in any case: who asserts that no longer asserts anything.
    private var leftBehind: [String] {
        guard !claim.handedChanges.isEmpty else { return [] }
        let all = AssertionLedger(scripts: sides.after).entries.flatMap(\.assertions)
        func isNamed(onLine line: Int, of file: String) -> Bool {
            guard let script = sides.after.first(where: { $0.path == file }) else { return false }
            return script.tokens.indices.contains { script.line(of: $0) == line && isOld(script.text($0)) }
        }
        let asserted = all.filter { assertion in
            assertion.isContentWithNothing
                && (claim.handedChanges.contains { assertion.names($0.from) }
                    || isNamed(onLine: assertion.line, of: assertion.file))
        }
        .map { "\($0.file):\($0.line): \($0.matcher) is content without what has another name now" }
        let awaited = sides.after.flatMap { script in
            script.tokens.indices.filter { index in
                isOld(script.text(index)) && GivenLiteral.isOne(index, in: script)
                    && Self.waitsForNothing(around: index, in: script)
            }
            .map { "\(script.path):\(script.line(of: $0)): it is awaited that something under its old name is gone" }
        }
        return asserted + awaited
    }

    private func isOld(_ literal: String) -> Bool {
        claim.handedChanges.contains { StringLiteral.value(of: literal) == $0.from }
    }

    private static let absences = ["gone", "hidden", "absent", "missing", "removed", "not", "closed", "without"]

    /// `row('Bread').waitFor({ state: 'hidden' })`, `expectGone('Bread')`.
    private static func waitsForNothing(around index: Int, in script: Script) -> Bool {
        let callee = script.parent(of: index).map { script.text($0 - 1).lowercased() } ?? ""
        if absences.contains(where: callee.contains) { return true }
        let rest = (index..<min(index + 16, script.tokens.count)).prefix { !script.isToken($0, ";") }
        return rest.contains { ["hidden", "detached"].contains(StringLiteral.value(of: script.text($0))) }
    }

    /// Locators are judged wherever both versions have the same number of them.
    private var freeFormProblems: [String] {
        sides.changes.flatMap { change -> [String] in
            guard let old = sides.before.first(where: { $0.path == change.path }),
                let new = sides.after.first(where: { $0.path == change.path })
            else { return [] }
            let (before, after) = (MaskedScript(script: old), MaskedScript(script: new))
            return before.locators.count == after.locators.count ? locatorProblems(before, after) : []
        }
    }

    private func problems(_ old: MaskedScript, _ new: MaskedScript) -> [String] {
        if let index = firstDifference(old, new) {
            let piece = new.pieces.indices.contains(index) ? new.pieces[index] : nil
            let line = new.script.line(of: piece?.token ?? new.script.tokens.count)
            let before = old.pieces.indices.contains(index) ? old.pieces[index].text : "the end of the file"
            let after = piece?.text ?? "the end of the file"
            return ["\(new.script.path):\(line): \(before) became \(after), which is more than the repair claims"]
        }
        return locatorProblems(old, new) + constantProblems(old, new)
    }

    private func firstDifference(_ old: MaskedScript, _ new: MaskedScript) -> Int? {
        let expected = claim.textChanges.isEmpty ? [] : expectedRanges[new.script.path] ?? []
        for (index, (before, after)) in zip(old.pieces, new.pieces).enumerated() where before.text != after.text {
            let isExpected = expected.contains(new.script.tokens[after.token].range)
            if isExpected, Self.isClaimed(before.text, after.text, by: claim.textChanges) { continue }
            if Self.isClaimed(before.text, after.text, by: claim.addressChanges) { continue }
            if isClaimedField(before.text, after, in: new.script) { continue }
            if Self.isClaimed(before.text, after.text, by: claim.choiceChanges),
                ChosenLiteral.isOne(after.token, in: new.script)
            {
                continue
            }
            if Self.isClaimed(before.text, after.text, by: claim.handedChanges),
                GivenLiteral.isOne(after.token, in: new.script)
            {
                continue
            }
            return index
        }
        return old.pieces.count == new.pieces.count ? nil : min(old.pieces.count, new.pieces.count)
    }

    /// By file, after the patch.
    private var expectedRanges: [String: Set<Range<Int>>] {
        ExpectedLiterals(scripts: sides.after + sides.context).ranges()
    }

    /// A member, a property's name, or that name in quotes; never a variable or a call.
    private func isClaimedField(_ before: String, _ after: MaskedScript.Piece, in script: Script) -> Bool {
        if Self.isClaimed(before, after.text, by: claim.fieldChanges) { return true }
        guard claim.fieldChanges.contains(TextChange(from: before, to: after.text)), script.isName(after.token),
            !script.isToken(after.token + 1, "(")
        else { return false }
        return script.isToken(after.token - 1, ".") || script.isToken(after.token - 1, "?.")
            || script.isToken(after.token + 1, ":")
    }

    private static func isClaimed(_ before: String, _ after: String, by changes: [TextChange]) -> Bool {
        if before.hasPrefix("/"), after.hasPrefix("/") { return changes.contains(TextChange(from: before, to: after)) }
        guard let old = StringLiteral.value(of: before), let new = StringLiteral.value(of: after) else { return false }
        return changes.contains(TextChange(from: old, to: new))
    }

    private func locatorProblems(_ old: MaskedScript, _ new: MaskedScript) -> [String] {
        var problems: [String] = []
        let negatives = NegativeUses(masked: new)
        for (before, after) in zip(old.locators, new.locators) {
            guard let first = after.steps.first, text(before, old.script) != text(after, new.script) else { continue }
            let place = "\(new.script.path):\(new.script.line(of: first.link.tokens.lowerBound))"
            if !claim.changesLocators {
                problems.append("\(place): a locator changed, which the repair does not claim")
            }
            let judge = LocatorJudge(before: before, after: after, oldScript: old.script, newScript: new.script)
            problems += judge.problems.map { "\(place): \($0)" }
            if !claim.isFreeForm, negatives.decide(after, others: sides.after + sides.context),
                !follows(FrameChange(text(before, old.script), text(after, new.script)))
            {
                problems.append(
                    "\(place): only assertions that something is not there use this locator: any change makes them pass"
                )
            }
        }
        return problems
    }

    /// Whether the same patch leads the same locator into the same frame where it has to find something.
    private func follows(_ change: FrameChange?) -> Bool {
        guard let change else { return false }
        return sides.changes.contains { file in
            guard let old = sides.before.first(where: { $0.path == file.path }),
                let new = sides.after.first(where: { $0.path == file.path })
            else { return false }
            let (before, after) = (MaskedScript(script: old), MaskedScript(script: new))
            let negatives = NegativeUses(masked: after)
            return zip(before.locators, after.locators).contains { before, after in
                FrameChange(text(before, old), text(after, new)).map(change.isSame) == true
                    && !negatives.decide(after, others: sides.after + sides.context)
            }
        }
    }

    private func text(_ locator: WrittenLocator, _ script: Script) -> [String] {
        if locator.isShorthand { return locator.steps.flatMap(\.arguments).flatMap(\.tokens).map(script.text) }
        return locator.steps.flatMap(\.link.tokens).map(script.text)
    }

    /// Constants that stand for a locator's text are held to the same rules.
    private func constantProblems(_ old: MaskedScript, _ new: MaskedScript) -> [String] {
        zip(old.pieces, new.pieces).compactMap { before, after in
            let text = new.script.text(after.token)
            guard before.text == MaskedScript.mark, after.text == MaskedScript.mark,
                old.script.text(before.token) != text, let value = StringLiteral.value(of: text)
            else { return nil }
            let place = "\(new.script.path):\(new.script.line(of: after.token))"
            if !claim.changesLocators { return "\(place): a locator's text changed, which the repair does not claim" }
            if LocatorJudge.fitsEverything(value) { return "\(place): the selector \(value) fits nearly every element" }
            return LocatorJudge.picksByPosition(value) ? "\(place): an element is picked by its position now" : nil
        }
    }
}
