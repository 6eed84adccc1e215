/// Turns stored snapshots of one trace into pages, keeping what it has parsed: for a caller that looks at many steps.
/// `Trace` has the same questions for a caller that looks at one or two.
package struct SnapshotReader {
    private let store: SnapshotStore
    private let limits: Trace.Limits
    private var trees: [Int: StoredTree] = [:]

    init(_ store: SnapshotStore, limits: Trace.Limits) {
        self.store = store
        self.limits = limits
    }

    /// The page at one moment of a step, iframes included.
    /// - Returns: nil when the trace has no snapshot of that moment.
    /// - Throws: when the snapshot is damaged or over `Trace.Limits.nodesPerSnapshot`.
    package mutating func snapshot(
        of step: Trace.Step, phase: Trace.Phase
    ) throws(EvidenceError) -> PageSnapshot? {
        let moment = SnapshotStore.Moment(callID: step.callID, phase: phase)
        guard let place = store.mainFrame(at: moment) else { return nil }
        return try page(at: place)
    }

    /// The snapshot in which Playwright marked what the step's locator pointed at: while it acted, else after, else before.
    /// - Returns: nil when no snapshot of the step has a mark, for example because the locator found nothing.
    package mutating func markedTarget(
        of step: Trace.Step
    ) throws(EvidenceError) -> (PageSnapshot, [PageSnapshot.NodeID])? {
        for phase in [Trace.Phase.action, .after, .before] {
            guard let page = try snapshot(of: step, phase: phase) else { continue }
            let targets = page.targets
            if !targets.isEmpty { return (page, targets) }
        }
        return nil
    }

    /// What the page last looked like when the step was over: its own latest snapshot, else the latest one of any step
    /// that was taken before it ended.
    package mutating func lastSnapshot(at step: Trace.Step) throws(EvidenceError) -> PageSnapshot? {
        for phase in [Trace.Phase.after, .action, .before] {
            if let page = try snapshot(of: step, phase: phase) { return page }
        }
        return try lastSnapshot(before: step.endTime ?? .infinity)
    }

    /// The latest snapshot of any page that was taken up to `time`.
    package mutating func lastSnapshot(before time: Double) throws(EvidenceError) -> PageSnapshot? {
        let places = store.snapshots.indices.filter {
            store.snapshots[$0].isMainFrame && store.snapshots[$0].time <= time
        }
        guard let place = places.max(by: { store.snapshots[$0].time < store.snapshots[$1].time }) else { return nil }
        return try page(at: place)
    }

    /// Each page as it was at the end, in the order in which the pages came up.
    package mutating func finalPages() throws(EvidenceError) -> [PageSnapshot] {
        var order: [String] = []
        var last: [String: Int] = [:]
        for (place, snapshot) in store.snapshots.enumerated() where snapshot.isMainFrame {
            if last.updateValue(place, forKey: snapshot.pageID) == nil { order.append(snapshot.pageID) }
        }
        var pages: [PageSnapshot] = []
        for place in order.compactMap({ last[$0] }) { pages.append(try page(at: place)) }
        return pages
    }

    private mutating func page(at place: Int) throws(EvidenceError) -> PageSnapshot {
        var builder = PageBuilder(store: store, limits: limits, trees: trees)
        defer { trees = builder.trees }
        return try builder.page(at: place)
    }
}
