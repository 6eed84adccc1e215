/// What a channel said of a message, or did not say.
package enum SendingEnd: Hashable, Sendable {
    /// - Parameter rest: how long the channel is to be left alone now, as it says itself.
    case sent(rest: Duration?)
    /// A no that asking again does not change: why, and what to do about it.
    case refused(String)
    /// It was not taken for sure: nothing was connected, or the channel itself says that it is too much now.
    /// - Parameter wait: as the channel says; nil: it says nothing.
    case notTaken(String, wait: Duration?)
    /// The channel may have it or not.
    case uncertain(String)

    /// For people who read what became of it.
    package var sentence: String {
        switch self {
        case .sent: "sent"
        case .refused(let why), .notTaken(let why, _): "failed: \(why)"
        case .uncertain(let why): "unknown: \(why). It is not sent again, lest it come twice."
        }
    }
}
