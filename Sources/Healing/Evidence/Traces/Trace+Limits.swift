extension Trace {
    /// What reading a trace may cost. Reaching a limit throws an error that names it.
    package struct Limits: Hashable, Sendable {
        /// Bytes of one line, that is of one event or one stored snapshot.
        package var lineBytes = 64 << 20
        /// Bytes of all stored snapshots, which stay in memory as text.
        package var snapshotBytes = 512 << 20
        /// Steps, requests, console messages, snapshots and log lines: each at most this many.
        package var records = 200_000
        /// Nodes of one page, iframes included.
        package var nodesPerSnapshot = 300_000

        package init() {}
    }
}
