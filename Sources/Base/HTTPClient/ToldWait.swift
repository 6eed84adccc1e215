extension Duration {
    /// A wait that a service asks for in a number of its own: whole milliseconds, rounded up, and at most a day, whatever
    /// the number.
    /// - Returns: nil for what is no time to wait: negative, infinite, or no number.
    package static func told(seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        return .milliseconds(Int64((min(seconds, 86_400) * 1000).rounded(.up)))
    }
}
