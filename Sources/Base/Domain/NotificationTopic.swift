/// What a channel wants to hear about. Source: the outer contract, section 6.
package enum NotificationTopic: String, Hashable, Sendable, Codable, CaseIterable {
    /// Something critical is red and was not repaired.
    case critical
    /// A playbook or a pull request repaired something.
    case fix
    /// A pull request or an issue was opened.
    case pullRequest = "pull-request"
    /// How each job ended.
    case status
}
