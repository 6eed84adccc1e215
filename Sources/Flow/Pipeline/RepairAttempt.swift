import Domain
import Evidence
import JavaScript
import Locators
import Proof
import Repairers

/// One failure with the change that may repair it.
struct RepairAttempt {
    struct Rewrite {
        let repairCase: RepairCase
        let rewrite: LocatorRewrite
        /// What the element was, in a few words.
        let element: String
        let why: String
        let confidence: Double
        /// Whether the step is one before the failing one, which went well on another element.
        var isEarlier = false
    }

    enum Change {
        case locator(Rewrite)
        case suite(SuiteChange)
    }

    let test: RedTest
    let change: Change
    /// Another test's change in place of its own, which would have said something else.
    private(set) var isAdopted = false

    private init(test: RedTest, change: Change) {
        self.test = test
        self.change = change
    }

    init(_ rewrite: Rewrite) { self.init(test: rewrite.repairCase.test, change: .locator(rewrite)) }

    init(_ test: RedTest, _ change: SuiteChange) { self.init(test: test, change: .suite(change)) }

    var edits: [TextEdit] {
        switch change {
        case .locator(let rewrite): rewrite.rewrite.edits
        case .suite(let change): change.edits
        }
    }

    var claim: RepairClaim {
        switch change {
        case .locator(let change): change.rewrite.claim
        case .suite(let change): change.claim
        }
    }

    /// Where the memory of the test's good run lies, for what fails next.
    var memory: String? {
        if case .locator(let rewrite) = change { rewrite.repairCase.memory.trace } else { nil }
    }

    /// Names the cause: the same element under the same old name, the same words. Without commit and lines, so that the same
    /// cause has the same name whenever it is met.
    var cause: String {
        switch change {
        case .locator(let rewrite): "\(rewrite.rewrite.before) -> \(rewrite.rewrite.after)"
        case .suite(let change): Self.cause(of: change)
        }
    }

    private static func cause(of change: SuiteChange) -> String {
        let claim = change.claim
        let texts = claim.textChanges + claim.addressChanges + claim.fieldChanges + claim.choiceChanges
        // Where the claim does not say it, what is written does.
        let edits = texts.isEmpty ? change.edits.map { "\($0.place.file): \($0.replacement)" } : []
        return ([change.kind.rawValue] + texts.map { "\($0.from) -> \($0.to)" } + edits).joined(separator: "\n")
    }

    /// Whether both change the same text, to different ends.
    func conflicts(with other: RepairAttempt) -> Bool {
        edits.contains { edit in
            other.edits.contains { rival in
                let (one, two) = (edit.place.range, rival.place.range)
                return edit != rival && edit.place.file == rival.place.file
                    && (one.overlaps(two) || one.lowerBound == two.lowerBound)
            }
        }
    }

    /// The same failure with the change of another one.
    /// - Returns: nil where its own proof would be lost.
    func adopting(_ other: RepairAttempt) -> RepairAttempt? {
        var adopted: RepairAttempt
        switch (change, other.change) {
        case (.locator(let own), .locator(let theirs)):
            // Its own element is what it has to find.
            adopted = RepairAttempt(
                Rewrite(
                    repairCase: own.repairCase, rewrite: theirs.rewrite, element: own.element, why: own.why,
                    confidence: min(own.confidence, theirs.confidence)))
        case (.suite, .suite): adopted = RepairAttempt(test: test, change: other.change)
        default: return nil
        }
        adopted.isAdopted = true
        return adopted
    }

    /// Attempts that belong together: of one cause, of one test, or in one file.
    static func grouped(_ attempts: [RepairAttempt]) -> [[RepairAttempt]] {
        var groups: [[RepairAttempt]] = []
        for attempt in attempts {
            let (related, others) = groups.reduce(into: ([[RepairAttempt]](), [[RepairAttempt]]())) { split, group in
                let isRelated = group.contains { $0.isRelated(to: attempt) }
                if isRelated { split.0.append(group) } else { split.1.append(group) }
            }
            groups = others + [related.flatMap { $0 } + [attempt]]
        }
        return groups
    }

    private func isRelated(to other: RepairAttempt) -> Bool {
        let files = Set(edits.map(\.place.file))
        if case .locator(let one) = change, case .locator(let other) = other.change,
            one.repairCase.selector == other.repairCase.selector
        {
            return true
        }
        if cause == other.cause || test.key == other.test.key { return true }
        // A change that may be anything would take the narrow ones' gate away.
        return claim.isFreeForm == other.claim.isFreeForm && !files.isDisjoint(with: other.edits.map(\.place.file))
    }
}

extension LocatorRewrite {
    /// Nothing but where an element is found, be it by what a helper is told.
    var claim: RepairClaim {
        var claim = RepairClaim.locator
        claim.handedChanges = handed.map { [TextChange(from: $0.from, to: $0.to)] } ?? []
        return claim
    }
}

extension RepairAttempt.Rewrite {
    /// The failing locator of a case, written anew for the element that it meant.
    /// - Parameters:
    ///   - sources: the suite as it is in `folder`, in which the step failed.
    ///   - folder: a worktree.
    init(_ repairCase: RepairCase, in sources: SuiteSources, folder: String) throws {
        let memory = try Remembered(repairCase.memory)
        let failed = try TraceFile.read(repairCase.failed.trace)
        guard let step = failed.steps.first(where: { $0.callID == repairCase.failed.callID }) else {
            throw RepairRefused("the trace of the failing step cannot be read again")
        }
        // An action that went astray has changed the page that it saw.
        let hasStrayed = failed.failingStep?.callID != step.callID
        guard let page = hasStrayed ? failed.markedTarget(of: step)?.0 : failed.lastSnapshot(at: step),
            let selector = Selector(repairCase.selector)
        else { throw RepairRefused("the trace of the failing step cannot be read again") }
        let new = PreparedPage(PageIndex(page, testIDAttribute: failed.testIDAttribute))
        let recall: LocatorRecall
        do {
            recall = try LocatorRecall(
                selector, targets: memory.targets, old: memory.page, new: new,
                foundSeveral: hasStrayed || repairCase.test.foundSeveral(at: step))
        } catch {
            throw RepairRefused("\(error)")
        }
        let reader = sources.reader
        var rewrite = try LocatorRewrite(
            repairCase.selector, recall: recall, new: new.index, testIDAttribute: failed.testIDAttribute,
            reader: reader, stack: step.places(in: folder))
        if rewrite.route != nil {
            let absences = AbsenceUses.places(in: reader.definitions.scripts)
            rewrite = try rewrite.leading(absences, testIDAttribute: failed.testIDAttribute, reader: reader)
        }
        let first = recall.elements[0]
        self.init(
            repairCase: repairCase, rewrite: rewrite, element: memory.page.index.describe(first.old),
            why: recall.reason, confidence: recall.confidence, isEarlier: hasStrayed)
    }
}
