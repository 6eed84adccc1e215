/// Where the server listens and what it puts up with. Every default is meant for production.
package struct ServerConfiguration: Equatable, Sendable {
    /// A numeric address or a name. `0.0.0.0` and `::` take connections from everywhere.
    package var host = "127.0.0.1"
    /// 0 lets the kernel choose.
    package var port = 8080

    package var parserLimits = RequestParser.Limits()
    /// Octets of all bodies held at one time, from the first octet to the answer. A request over it gets 503 with
    /// `Retry-After`. 256 MiB: ten of the largest deliveries that GitHub sends.
    package var bodyBudgetBytes = 256 * 1024 * 1024
    /// At the limit a new connection takes the place of the one that has been idle for longest.
    package var connectionLimit = 4096
    /// Descriptors that connections leave to the rest of the process, where the limit of open files is low; half of
    /// them at most. Not a matter of taste: libdispatch ends the process when it finds no descriptor free.
    package var reservedDescriptors = 64
    package var timeouts = Timeouts()
    /// How long running handlers have to finish after `run` is cancelled. Streams are ended at once.
    package var drainGrace = Duration.seconds(5)
    /// The smallest body that gzip makes smaller for certain: below, it would fit into one packet anyway.
    package var gzipFromBytes = 1024

    package init() {}

    /// What `connectionLimit` comes to in a process that may open so many files.
    func connectionLimit(openFiles: Int) -> Int {
        max(1, min(connectionLimit, max(openFiles / 2, openFiles - reservedDescriptors)))
    }

    /// How long the server waits for a client before it gives up on it.
    package struct Timeouts: Equatable, Sendable {
        /// For a whole head, from its first octet. Then 408.
        package var head = Duration.seconds(10)
        /// For a whole body, from the end of the head. Then 408.
        package var body = Duration.seconds(30)
        /// For the first octet of a request. Then the connection is closed without a word.
        package var idle = Duration.seconds(30)
        /// The time in which a client has to take or send `leastBytes` (or all there is): otherwise it is cut off.
        /// For sending it counts beside `body`.
        package var stall = Duration.seconds(10)
        /// 5 KiB: with a `stall` of 10 seconds, a least rate of 512 octets a second.
        package var leastBytes = 5 * 1024
        /// How long octets are read and dropped after the last response, so that the client can read that one.
        /// Source: RFC 9112 §9.6.
        package var linger = Duration.seconds(2)

        package init() {}
    }
}
