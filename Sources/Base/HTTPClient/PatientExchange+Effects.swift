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

    /// Brings something about that must not happen twice: after a doubt the service is asked what became of it, twice with
    /// a wait between, before the request is sent again.
    /// - Parameters:
    ///   - done: reads the answer; nil when it does not tell enough.
    ///   - found: looks whether it has happened; nil when it has not.
    /// - Throws: `ExchangeFailure`, of the kind `uncertain` when it may have happened; `CancellationError`; what `done` and
    ///   `found` throw themselves.
    package func bringAbout<Value: Sendable>(
        _ request: TransportRequest, purpose: String,
        judge: @Sendable (TransportResponse, Timestamp) -> ResponseClass = { ResponseClass($0, now: $1) },
        done: (TransportResponse) async throws -> Value?, found: () async throws -> Value?
    ) async throws -> Value {
        var failures = 0
        while true {
            let reason: String
            var told: Duration?
            var isUnsent = false
            switch try await attempt(request, purpose: purpose, judge: judge) {
            case .done(let response):
                if let value = try await done(response) { return value }
                reason = "its answer does not tell"
            case .unsent(let why):
                reason = why
                isUnsent = true
            case .doubtful(let why, let wait):
                reason = why
                told = wait
            }
            failures += 1
            let wait = told ?? pace.backoff(afterFailure: failures)
            let mayWait = wait <= pace.longestWait && pace.hasTime(for: wait)
            if !isUnsent {
                let value = try await afterDoubt(reason, wait: mayWait ? wait : .zero, purpose: purpose, found: found)
                if let value { return value }
            } else if mayWait, failures < pace.tries {
                try await pause(wait, reason: reason, purpose: purpose)
            }
            guard mayWait, failures < pace.tries else {
                // Without time for a second look a request under way may still come true.
                let kind: ExchangeFailure.Kind = mayWait || isUnsent ? .unavailable : .uncertain
                throw ExchangeFailure(kind, service: service, purpose: purpose, reason: reason)
            }
        }
    }

    private func afterDoubt<Value: Sendable>(
        _ reason: String, wait: Duration, purpose: String, found: () async throws -> Value?
    ) async throws -> Value? {
        do {
            if let value = try await found() { return value }
            try await pause(wait, reason: reason, purpose: purpose)
            return try await found()
        } catch let failure as ExchangeFailure {
            throw ExchangeFailure(
                .uncertain, service: service, purpose: purpose, reason: "\(reason); and \(failure.description)")
        }
    }
}
