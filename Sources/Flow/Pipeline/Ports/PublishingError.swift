import Domain

/// Why a fix could not be brought before people: what was asked, what the other side said, what to do.
package struct PublishingError: PassingFault, Hashable, CustomStringConvertible {
    package let description: String
    /// Whether trying again later may help: network, limits and faults of the other side, but not a refusal.
    package let mayPass: Bool
    package let wait: Duration?

    package init(_ description: String, mayPass: Bool, wait: Duration? = nil) {
        self.description = description
        self.mayPass = mayPass
        self.wait = wait
    }
}
