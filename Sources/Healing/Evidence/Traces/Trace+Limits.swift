extension Trace {
    /// What reading a trace may cost. What is beyond a limit is left out, and told in `problems`; a page that is beyond one
    /// cannot be shown.
    package struct Limits: Hashable, Sendable {
        /// Bytes of one line, that is of one event or one stored snapshot.
        package var lineBytes = 64 << 20
        /// Bytes of all stored snapshots, which stay in memory as text.
        package var snapshotBytes = 256 << 20
        /// Steps, requests, console messages, snapshots and log lines: each at most this many.
        package var records = 200_000
        /// Bytes of the lines of all of these but the snapshots.
        package var eventBytes = 256 << 20
        /// Nodes of one page, iframes included.
        package var nodesPerSnapshot = 300_000
        /// Bytes of one page's texts and attributes: references can repeat one any number of times.
        package var bytesPerSnapshot = 64 << 20

        package init() {}
    }
}
