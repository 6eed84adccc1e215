/// A person has said stop: jobs queue, and none acts.
package struct Pause: Hashable, Sendable, Codable {
    package let reason: String
    /// Name of the access token, or where the kill switch lies.
    package let by: String
    package let since: Timestamp

    package init(reason: String, by: String, since: Timestamp) {
        self.reason = reason
        self.by = by
        self.since = since
    }
}
