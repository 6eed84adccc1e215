/// An error that may be over by itself: no network, a limit that was reached, a service that is down. A wrong token or a
/// missing repository is none, however often it is tried.
package protocol PassingFault: Error {
    /// Whether this one may pass.
    var mayPass: Bool { get }
    /// What the other side asked to wait; nil: it said nothing.
    var wait: Duration? { get }
}

extension PassingFault {
    package var wait: Duration? { nil }
}
