import Domain
import Evidence
import JavaScript
import Repairers

/// What the commit under repair changed, and what of it can only be meant.
struct CommitReading: Sendable {
    /// nil when unknown.
    let changes: CommitChanges?
    /// Texts that are gone from the files that had them and were not there before: one that was, as when two are
    /// exchanged, may be a mistake.
    let wording: CommitWording

    /// Of a commit of which nothing is known.
    static let unknown = CommitReading(changes: nil, wording: CommitWording(diff: "") { _ in false })

    private init(changes: CommitChanges?, wording: CommitWording) {
        self.changes = changes
        self.wording = wording
    }

    init(_ changes: CommitChanges?, bench: Workbench) {
        guard let changes else {
            self = .unknown
            return
        }
        self.changes = changes
        let app = changes.files.filter(AppDiff.isApp)
        func texts(in folder: String) -> Set<String> {
            app.reduce(into: []) { result, file in
                guard let source = bench.source(file, in: folder) else { return }
                result.formUnion(CommitWording.texts(in: source, file: file))
            }
        }
        let (before, now) = (texts(in: bench.folders.base), texts(in: bench.folders.head))
        wording = CommitWording(diff: changes.diff, isCounted: AppDiff.isApp).filteringTexts {
            !before.contains($0.new) && !now.contains($0.old)
        }
    }

    /// Whether it brings something that makes what follows come later.
    var delays: Bool {
        guard let changes else { return false }
        return !AppDiff(changes.diff).added.isDisjoint(with: Self.delays)
    }

    private static let delays: Set<String> = [
        "setTimeout", "setInterval", "delay", "sleep", "debounce", "throttle", "requestIdleCallback", "lazy", "latency",
        "wait", "later", "defer", "animation", "transition",
    ]
}
