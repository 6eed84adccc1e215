internal import CPostgres
internal import Domain
internal import Glibc
internal import RelationalStore

/// One connection to the server, for one thread at a time. Its calls block until the server answers or the time is up.
final class PostgresConnection {
    let settings: PostgresSettings
    let handle: OpaquePointer
    var statements: StatementCache
    /// Answers that nobody waited for yet; they come before all others.
    var owedAnswers = 0
    private(set) var isLost = false

    private init(_ settings: PostgresSettings, owning handle: OpaquePointer) {
        self.settings = settings
        self.handle = handle
        statements = StatementCache(limit: settings.preparedStatements)
    }

    deinit { PQfinish(handle) }

    var address: PostgresAddress { settings.address }
    var message: String { String(cString: PQerrorMessage(handle)) }

    /// - Throws: `PostgresFailure` when the server cannot be reached, does not let us in, or does not keep what it is given.
    static func open(_ settings: PostgresSettings) throws(PostgresFailure) -> PostgresConnection {
        let options = settings.connectionOptions.sorted { $0.key < $1.key }
        let handle = withTexts(options.map(\.key)) { names in
            withTexts(options.map(\.value)) { values in PQconnectdbParams(names, values, 0) }
        }
        guard let handle else { throw .unreachable("this machine has no memory left", settings.address) }
        let connection = PostgresConnection(settings, owning: handle)
        guard PQstatus(handle) == CONNECTION_OK else { throw .unreachable(connection.message, settings.address) }
        // The server's notices are for people at its shell; without this libpq writes them to standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
            throw .unreachable(connection.message, settings.address)
        }
        try connection.prepareSession()
        return connection
    }

    /// Ends it for good: whatever the server may still say is not waited for.
    func giveUp() { isLost = true }

    func lost(_ said: String) -> PostgresFailure {
        giveUp()
        return .lost(said, address)
    }

    /// Whether the server has not hung up while nobody used the connection.
    var isAlive: Bool {
        // Each turn reads something, so that it ends at the latest with the hang-up.
        while !isLost, poll(for: POLLIN, milliseconds: 0) != 0 {
            if PQconsumeInput(handle) == 0 { giveUp() }
        }
        return !isLost && PQstatus(handle) == CONNECTION_OK
    }

    /// - Returns: which of the events there are; 0 when the time is over before.
    func poll(for events: Int32, milliseconds: Int32) -> Int32 {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        let count = Glibc.poll(&descriptor, 1, milliseconds)
        return count > 0 ? Int32(descriptor.revents) : 0
    }
}

/// Zero-terminated texts, and after the last one nothing.
private func withTexts<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let copies = texts.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
