import Domain
package import Queue

/// The job store in a relational database, whichever it is.
///
/// Every rule stands here once: the databases below differ in how a statement is sent and a transaction made durable, not
/// in what is stored.
package struct RelationalJobStore: JobStore {
    let database: any RelationalDatabase
    let policy: QueuePolicy
    /// Raised in this process after what they tell of is on disk.
    package let signals: StoreSignals
    private let announce: @Sendable (StoreNews) -> Void

    /// - Parameters:
    ///   - database: with its schema up to date.
    ///   - announce: tells other processes that work on the same database.
    package init(
        _ database: any RelationalDatabase, policy: QueuePolicy = QueuePolicy(), signals: StoreSignals = StoreSignals(),
        announce: @escaping @Sendable (StoreNews) -> Void = { _ in }
    ) {
        self.database = database
        self.policy = policy
        self.signals = signals
        self.announce = announce
    }

    func tell(_ news: StoreNews) {
        signals.raise(news)
        announce(news)
    }

    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw StoreError(error)
        }
    }

    /// For a body of one statement.
    func writingOnce<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.writeOnce(body)
        } catch {
            throw StoreError(error)
        }
    }

    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw StoreError(error)
        }
    }
}

extension StoreError {
    init(_ error: any Error) {
        self =
            switch error {
            case let error as StoreError: error
            case SQLFailure.other(let why), SQLFailure.notUnique(let why): .rejected(why)
            default: .unavailable("\(error)")
            }
    }
}
