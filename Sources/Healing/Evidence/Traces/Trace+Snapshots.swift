extension Trace {
    /// For looking at many steps: keeps what it has parsed, and says why a snapshot cannot be shown.
    package func snapshotReader() -> SnapshotReader { SnapshotReader(snapshots, limits: limits) }

    /// The page at one moment of a step, iframes and shadow roots included.
    /// - Returns: nil when the trace has no such snapshot, or it is damaged or too large.
    package func snapshot(of step: Step, phase: Phase) -> PageSnapshot? {
        var reader = snapshotReader()
        return try? reader.snapshot(of: step, phase: phase)
    }

    /// The snapshot in which Playwright marked what the step's locator pointed at, and the marked elements: while it acted,
    /// else after, else before.
    /// - Returns: nil when nothing is marked, for example because the locator found nothing.
    package func markedTarget(of step: Step) -> (PageSnapshot, [PageSnapshot.NodeID])? {
        var reader = snapshotReader()
        return try? reader.markedTarget(of: step)
    }

    /// What the page last looked like when the step was over, by its own snapshots or else by those of earlier steps.
    package func lastSnapshot(at step: Step) -> PageSnapshot? {
        var reader = snapshotReader()
        return try? reader.lastSnapshot(at: step)
    }

    /// Each page as it was at the end of the test.
    package func finalPages() -> [PageSnapshot] {
        var reader = snapshotReader()
        return (try? reader.finalPages()) ?? []
    }
}
