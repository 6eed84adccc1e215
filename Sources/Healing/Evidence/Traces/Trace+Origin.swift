package import Domain

extension Trace {
    /// Whose run it is, as far as it tells: an older run may have left one in the same place.
    package struct Origin: Hashable, Sendable {
        /// `file:line › titles` of the test, once for each browser context; what somebody else began is called as they please.
        package let titles: [String]
        /// When the test began, by the clock of the machine that ran it; nil where no test runner tells.
        package let startedAt: Timestamp?

        package init(titles: [String] = [], startedAt: Timestamp? = nil) {
            self.titles = titles
            self.startedAt = startedAt
        }
    }
}
