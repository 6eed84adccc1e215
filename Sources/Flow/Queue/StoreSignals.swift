/// What happened to a store that somebody may be waiting for.
package enum StoreNews: String, Hashable, Sendable, CaseIterable {
    /// A job may have become claimable.
    case work
    /// A running job is to be stopped.
    case stop
    /// A message waits to be sent.
    case message
}

/// Wakes those who wait for news of a store, in this process. A lost signal costs time only: everybody who waits also looks
/// by himself now and then.
package struct StoreSignals: Sendable {
    package let work = WakeSignal()
    package let stops = WakeSignal()
    package let messages = WakeSignal()

    package init() {}

    package func raise(_ news: StoreNews) {
        switch news {
        case .work: work.raise()
        case .stop: stops.raise()
        case .message: messages.raise()
        }
    }

    /// For when any of them may have been missed.
    package func raiseAll() { for news in StoreNews.allCases { raise(news) } }
}
