import Domain
import Evidence
import JavaScript
import Repairers

/// What the commit under repair changed, and what of it can only be meant.
struct CommitReading: Sendable {
    /// nil when unknown.
    let changes: CommitChanges?
    /// Texts of the app that others took the place of, wherever else they are.
    let replaced: CommitWording
    /// Texts that are gone from the whole app and were nowhere in it before: one that was, as when two are exchanged or a page
    /// leads elsewhere, may be a mistake. An address is there as long as the app asks for it, in whatever form.
    let wording: CommitWording
    /// What of these texts, and of the names that were replaced, no source of the app uses as a field any more: one that is
    /// still read somewhere was renamed in half of its places.
    let fields: CommitWording
    /// Texts that are gone from the whole app. What came in their place may have been there before, as a name for something
    /// else: enough for names of elements, which a run shows to be found.
    let gone: CommitWording
    /// Texts for people that were nowhere in the app before, whether or not the old ones still stand for something else.
    let reworded: CommitWording
    /// Texts of files that keep something in the browser, gone from the app and new to it.
    let stored: CommitWording
    /// Texts of the app that were nowhere in it before.
    let brought: Set<String>

    /// Whether what it changed may be taken for what it wants.
    let tellsPurpose: Bool

    private static let stores = ["localStorage", "sessionStorage", "indexedDB", "cookie"]
    private static let nothing = CommitWording(diff: "") { _ in false }

    /// Of a commit of which nothing is known.
    static let unknown = CommitReading(changes: nil, replaced: nothing)

    private init(
        changes: CommitChanges?, replaced: CommitWording, wording: CommitWording = nothing,
        fields: CommitWording = nothing, gone: CommitWording = nothing, reworded: CommitWording = nothing,
        stored: CommitWording = nothing, brought: Set<String> = [], tellsPurpose: Bool = true
    ) {
        self.changes = changes
        self.replaced = replaced
        self.wording = wording
        self.fields = fields
        self.gone = gone
        self.reworded = reworded
        self.stored = stored
        self.tellsPurpose = tellsPurpose
        self.brought = brought
    }

    init(_ changes: CommitChanges?, bench: Workbench) {
        let diff = changes.map { CommitWording(diff: $0.diff, isCounted: AppDiff.isApp) }
        // Without both sides nobody can say what was there before and what is gone.
        guard let changes, let diff, let before = AppTexts(bench.folders.base, bench: bench),
            let now = AppTexts(bench.folders.head, bench: bench)
        else {
            self.init(changes: changes, replaced: diff ?? Self.nothing)
            return
        }
        // What is only in another place now was not reworded.
        let standing = CommitWording.standing(inDiff: changes.diff)
        let wording = diff.filteringTexts { !before.names($0.new) && !now.names($0.old) }
        self.init(
            changes: changes, replaced: diff, wording: wording,
            fields: wording.filtering { !now.fields.contains($0.old) },
            gone: diff.filteringTexts { !now.texts.contains($0.old) },
            reworded: diff.filteringTexts {
                !before.texts.contains($0.new) && Self.isForPeople($0.old) && !standing.contains($0.old)
            },
            stored: diff.filteringTexts { key in
                !before.texts.contains(key.new) && !now.texts.contains(key.old)
                    && Self.stores.contains { bench.source(key.file, in: bench.folders.head)?.contains($0) == true }
            },
            brought: now.texts.subtracting(before.texts))
    }

    /// A word alone in small letters is a name or a state, which may have been renamed in half of its places.
    private static func isForPeople(_ text: String) -> Bool {
        text.first { !$0.isWhitespace }?.isUppercase == true || text.contains { $0 == " " }
    }

    /// The same as if nothing of it showed what is meant.
    var withoutPurpose: CommitReading {
        CommitReading(changes: changes, replaced: replaced, tellsPurpose: false)
    }

    /// Whether it brings something that makes what follows come later, and takes nothing away that may have brought it:
    /// no handler, and no call that does not stand in what came in its place.
    var delays: Bool { changes.map { Self.delays($0.diff) } ?? false }

    static func delays(_ diff: String) -> Bool {
        let isCounted = { (path: String) in AppDiff.isApp(path) && Self.isCode(path) }
        let code = AppDiff(diff, in: isCounted, leavingOut: Self.isComment)
        return code.added.contains { Self.timers.contains($0) || !Self.words($0).isDisjoint(with: Self.pauses) }
            && code.removed.subtracting(code.added).isDisjoint(with: Self.handlers)
            && DroppedCalls(diff, in: isCounted, leavingOut: Self.isComment).names.isEmpty
    }

    private static func isCode(_ path: String) -> Bool {
        [
            ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".vue", ".svelte", ".html", ".py", ".rb", ".php", ".go",
            ".java",
        ]
        .contains(where: path.hasSuffix)
    }

    private static func isComment(_ line: Substring) -> Bool {
        let text = line.drop { $0.isWhitespace }
        return ["//", "*", "/*", "#", "<!--"].contains { text.hasPrefix($0) }
    }

    private static let timers: Set<String> = ["setTimeout", "setInterval", "requestIdleCallback"]
    /// In names of whatever form: `RENDER_DELAY_MS`, `saveDelay`.
    private static let pauses: Set<String> = [
        "delay", "sleep", "debounce", "throttle", "latency",
    ]

    /// The words of a name: `saveDelay` has two.
    private static func words(_ name: String) -> Set<String> {
        guard name.contains(where: \.isLowercase) else { return [name.lowercased()] }
        return Set(name.matches(of: /[A-Z]?[a-z]+/).map { $0.output.lowercased() })
    }

    private static let handlers: Set<String> = [
        "addEventListener", "onclick", "onClick", "onsubmit", "onSubmit", "oninput", "onChange", "subscribe", "emit",
        "dispatchEvent", "WebSocket", "EventSource",
    ]
}
