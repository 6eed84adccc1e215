import Domain
import Evidence
import JavaScript
import Repairers

/// The change of a suite that the commit under repair itself asks for.
struct IntendedChange {
    private let failure: TracedFailure
    private let places: [(file: String, position: SourcePosition)]
    /// What may be changed for this test: no other one's spec.
    private let sources: [SourceText]
    /// All that it is made of.
    private let suite: [SourceText]
    private let commit: CommitReading
    private let good: String?

    /// - Parameters:
    ///   - good: trace of the test's last good run, where there is one.
    ///   - suite: the sources of the test, as they are in `folder`, in which it ran.
    ///   - folder: a worktree.
    init(
        _ failure: TracedFailure, good: String? = nil, in suite: SuiteSources, folder: String, by commit: CommitReading
    ) {
        self.failure = failure
        self.good = good
        self.commit = commit
        var places = failure.step?.places(in: folder) ?? []
        if let place = failure.test.place {
            places.append((place.file, SourcePosition(line: place.line, column: place.column)))
        }
        self.places = places
        let file = failure.test.file
        self.suite = suite.sources
        sources = self.suite.filter { source in
            suite.editable.contains(source.path)
                && (source.path == file || ![".spec.", ".test."].contains(where: source.path.contains))
        }
    }

    /// nil when the commit does not show that another thing is wanted of the test now.
    var change: SuiteChange? {
        guard commit.changes != nil, commit.tellsPurpose, let message = failure.test.errors.first else { return nil }
        let wording = commit.wording.withoutMoves(to: refused)
        let ways: [() -> SuiteChange?] = [
            { ExpectationChange.change(message, places: places, in: sources, by: wording) },
            { SnapshotChange.change(message, places: places, in: sources, by: wording) },
            { testIDAttribute },
            { RenamedField.change(message, places: places, in: sources, by: commit.fields) },
            { MovedAddress.change(sources, asked: addresses(message), by: wording) },
            { overlay(message) },
            { StoredKey.change(message, in: sources, by: commit.stored) },
            { rewordedItem }, { control }, { turnedPage }, { reworded(message) }, { renamedName },
        ]
        return ways.lazy.compactMap { $0() }.first
    }

    /// A sentence or a title that is new to the app, also where its old words still stand for something else.
    private func reworded(_ message: String) -> SuiteChange? {
        ExpectationChange.change(message, places: places, in: sources, by: commit.reworded, confidence: 0.75)
            ?? SnapshotChange.change(message, places: places, in: sources, by: commit.reworded, confidence: 0.75)
    }

    /// Other words of the item that the step chooses, in the same list.
    private var rewordedItem: SuiteChange? {
        guard let good, let list = ChosenList(failure, good: good) else { return nil }
        // A test that times out says so first, and what its step waited for afterwards.
        let said = (failure.test.errors + (failure.step?.log ?? [])).joined(separator: "\n")
        return RewordedItem.change(
            said, places: places, in: sources, from: list.old, to: list.new, by: commit.wording)
    }

    /// The way to a later page of the list, which only the commit can have divided.
    private var turnedPage: SuiteChange? {
        guard let good, let spec = sources.first(where: { $0.path == failure.test.file }),
            let list = PagedList(failure, good: good, by: commit)
        else { return nil }
        return TurnedPage.change(control: list.locator, described: list.name, places: places, in: spec)
    }

    /// Another kind of control than the one that the step used, which only the commit can have brought.
    private var control: SuiteChange? {
        guard let good, let changes = commit.changes,
            let changed = ChangedControl(failure, good: good, changes: changes)
        else { return nil }
        return ControlChange.change(changed.change, places: places, in: sources, of: suite)
    }

    /// A name in its locators that the commit replaced, where no element can be found again by what it was.
    var renamedName: SuiteChange? {
        failure.test.errors.first.flatMap {
            RenamedName.change(
                ([$0] + readings).joined(separator: "\n"), in: sources, by: commit.gone,
                good: goodPage?.programNames ?? [:])
        }
    }

    /// What was read of the page for a comparison that names no element: `expect(await items.count()).toBe(2)`.
    private var readings: [String] {
        guard let trace = failure.trace, let step = failure.step, step.selector == nil else { return [] }
        let last = trace.steps.prefix { $0.callID != step.callID }.last { $0.selector != nil }
        return last.flatMap { Self.reads.contains($0.method) ? $0.selector : nil }.map { [$0] } ?? []
    }

    /// As the protocol calls them: `evalOnSelectorAll` is `allTextContents`.
    private static let reads: Set<String> = [
        "queryCount", "textContent", "innerText", "innerHTML", "inputValue", "getAttribute", "isVisible", "isHidden",
        "isChecked", "isEnabled", "isDisabled", "isEditable", "evalOnSelectorAll",
    ]

    /// The page on which the failing step found what it meant; else how the last good run left it.
    private var goodPage: PageSnapshot? {
        guard let trace = good.flatMap({ try? TraceFile.read($0) }) else { return nil }
        let step = failure.trace.flatMap { failed in
            failure.step.flatMap { StepMatch.counterpart(of: $0, in: failed, good: trace) }
        }
        return step.flatMap { trace.lastSnapshot(at: $0) } ?? trace.finalPages().last
    }

    /// One setting for all test ids, where each of them has moved: better than any locator alone.
    var testIDAttribute: SuiteChange? {
        guard let good, let changes = commit.changes, let moved = MovedTestIDs(failure, good: good, changes: changes)
        else { return nil }
        // The nearest above the spec.
        let configuration = sources.filter {
            $0.path.split(separator: "/").last?.hasPrefix("playwright.config.") == true
        }
        .max { $0.path.count < $1.path.count }
        return configuration.flatMap { TestIDAttribute.change(from: moved.old, to: moved.new, in: $0) }
    }

    /// What the test may be waiting for in vain because it comes later now: nothing but a run can tell.
    var laterContent: SuiteChange? {
        guard commit.delays, let message = failure.test.errors.first,
            message.contains("imeout") || message.contains("imed out"), !message.contains(").not."),
            !message.contains("toBeHidden")
        else { return nil }
        return LaterContent.change(message, places: places, in: sources)
    }

    /// What the test asked for and did not get: a page that is not there, or another address than it waits for.
    private func addresses(_ message: String) -> [String] {
        // What stands behind a # no server answers.
        let shown = (failure.trace?.finalPages().map(\.url) ?? []).filter { $0.contains("#") }
        let isAboutAddress = ["toHaveURL", "waitForURL", "page.goto"].contains { message.contains($0) }
        return refused + shown + (isAboutAddress ? [message] : [])
    }

    /// What was answered with "not there" during the failing run.
    private var refused: [String] {
        (failure.trace?.network ?? []).filter { [404, 405, 410].contains($0.status) }.map(\.url)
    }

    private func overlay(_ message: String) -> SuiteChange? {
        guard let spec = sources.first(where: { $0.path == failure.test.file }),
            let overlay = Overlay(failure, message: message), overlay.isBrought(by: commit)
        else { return nil }
        return DismissedOverlay.change(
            overlay: overlay.locator, button: overlay.button, described: overlay.name, in: spec)
    }
}
