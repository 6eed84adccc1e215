package import Domain

/// Requests that do something each time they are sent.
extension PatientExchange {
    /// What is known after such a request was sent once.
    package enum Attempt: Sendable {
        case done(TransportResponse)
        /// No byte of it was sent.
        case unsent(String)
        /// Nobody knows whether it was carried out; the wait that the service asked for, if it did.
        case doubtful(String, wait: Duration?)
    }

    /// Sends a request once, whatever comes. Also "too many requests" leaves a doubt: what stands between may say so of a
    /// request that it has handed on.
    /// - Throws: `ExchangeFailure` for a no, `CancellationError`.
    package func attempt(
        _ request: TransportRequest, purpose: String,
        judge: @Sendable (TransportResponse, Timestamp) -> ResponseClass = { ResponseClass($0, now: $1) }
    ) async throws -> Attempt {
        do {
            let response = try await once(request, purpose: purpose)
            switch judge(response, pace.now()) {
            case .done: return .done(response)
            case .limited(let wait): return .doubtful("its rate limit stands in the way", wait: wait)
            case .fault(let why): return .doubtful(why, wait: nil)
            case .refused(let why):
                throw ExchangeFailure(
                    .refused(status: response.status), service: service, purpose: purpose, reason: why)
            }
        } catch TransportError.notConnected(let reason) {
            return .unsent("\(TransportError.notConnected(reason))")
        } catch let error as TransportError {
            return .doubtful("\(error)", wait: nil)
        }
    }

    /// Brings something about that must not happen twice. After a doubt the service is asked what became of it, again and
    /// again for as long as it asked us to wait, else for 15 seconds; only then the request is sent a second time, and never
    /// a third.
    /// - Parameters:
    ///   - done: reads the answer; nil when it does not tell enough.
    ///   - found: looks whether it has happened; nil when it has not.
    /// - Throws: `ExchangeFailure`, of the kind `uncertain` when it may have happened, which no later answer takes back;
    ///   `CancellationError`; what `done` and `found` throw themselves.
    package func bringAbout<Value: Sendable>(
        _ request: TransportRequest, purpose: String,
        judge: @Sendable (TransportResponse, Timestamp) -> ResponseClass = { ResponseClass($0, now: $1) },
        done: (TransportResponse) async throws -> Value?, found: () async throws -> Value?
    ) async throws -> Value {
        var failures = 0
        // That may have been carried out.
        var sent = 0
        func failure(_ reason: String) -> ExchangeFailure {
            let kind: ExchangeFailure.Kind = sent > 0 ? .uncertain : .unavailable
            return ExchangeFailure(kind, service: service, purpose: purpose, reason: reason)
        }
        while true {
            let reason: String
            var told: Duration?
            do {
                switch try await attempt(request, purpose: purpose, judge: judge) {
                case .done(let response):
                    sent += 1
                    if let value = try await done(response) { return value }
                    reason = "its answer does not tell"
                case .unsent(let why):
                    failures += 1
                    let wait = pace.backoff(afterFailure: failures)
                    guard failures < pace.tries, pace.hasTime(for: wait) else { throw failure(why) }
                    try await pause(wait, reason: why, purpose: purpose)
                    continue
                case .doubtful(let why, let wait):
                    sent += 1
                    reason = why
                    told = wait
                }
            } catch let other as ExchangeFailure where sent > 0 && other.kind != .uncertain {
                throw failure(other.reason)
            }
            let look = try await look(for: told, after: reason, purpose: purpose, found)
            if case .found(let value) = look { return value }
            guard case .nothing = look, sent < Self.sendingLimit else { throw failure(reason) }
        }
    }

    /// How often something may go out that has an effect.
    private static var sendingLimit: Int { 2 }
    /// An effect may show only some time after its request was taken.
    private static var lookTime: Duration { .seconds(15) }

    private enum Look<Value> {
        case found(Value)
        /// In all the time that it takes.
        case nothing
        /// The caller's time, or its patience, was over before that.
        case broken
    }

    /// - Parameter told: the wait that the service asked for; nil: the usual time, with more than one pause in it.
    private func look<Value: Sendable>(
        for told: Duration?, after reason: String, purpose: String, _ found: () async throws -> Value?
    ) async throws -> Look<Value> {
        var looked: Duration = .zero
        var looks = 1
        do {
            while true {
                if let value = try await found() { return .found(value) }
                guard looked < told ?? Self.lookTime else { return .nothing }
                let wait = told ?? pace.backoff(afterFailure: looks)
                guard wait <= pace.longestWait, pace.hasTime(for: wait) else { return .broken }
                try await pause(wait, reason: reason, purpose: purpose)
                looked += wait
                looks += 1
            }
        } catch let failure as ExchangeFailure {
            throw ExchangeFailure(
                .uncertain, service: service, purpose: purpose, reason: "\(reason); and \(failure.description)")
        }
    }
}
