import Domain

/// A disk that is full takes small writes and not large ones, so that the job would begin again at once, and again.
struct UnwritableStore: PassingFault, CustomStringConvertible {
    let why: String
    var mayPass: Bool { true }
    var description: String { "the job store could not be written: \(why)" }
}

/// Another node may know it already, or know it still, while the configuration of all is being changed.
struct UnknownRepository: PassingFault, CustomStringConvertible {
    let name: String
    var mayPass: Bool { true }
    var description: String { "\(name) is not among `repositories` of the configuration any more" }
}
