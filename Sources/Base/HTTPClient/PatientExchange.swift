package import Domain
import Logging

/// Sends one request and stays with it until there is a result: repeats what failed, waits for limits.
package struct PatientExchange: Sendable {
    /// What sending a request again could do.
    package enum Effect: Hashable, Sendable {
        /// It reads, or sending it twice is the same as once: it is repeated after faults.
        case repeatable
        /// It does something each time: after a fault nobody knows whether it was done, so it is not repeated.
        case once
    }

    let service: String
    private let transport: any HTTPTransport
    package let pace: RequestPace

    /// - Parameter service: as errors name it, for example `Railway`.
    package init(service: String, transport: any HTTPTransport, pace: RequestPace = RequestPace()) {
        self.service = service
        self.transport = transport
        self.pace = pace
    }

    /// The same exchange for a caller whose time is over at `deadline`.
    package func until(_ deadline: Timestamp) -> Self {
        Self(service: service, transport: transport, pace: pace.until(deadline))
    }

    /// - Parameters:
    ///   - purpose: what the request is for, to complete "could not be asked to ...".
    ///   - judge: what an answer means; standard: by its status.
    /// - Throws: `ExchangeFailure`, `CancellationError`.
    package func send(
        _ request: TransportRequest, effect: Effect, purpose: String,
        judge: @Sendable (TransportResponse, Timestamp) -> ResponseClass = { ResponseClass($0, now: $1) }
    ) async throws -> TransportResponse {
        var faults = 0
        var limits = 0
        while true {
            let reason: String
            var isUnsent = false
            do {
                let response = try await once(request, purpose: purpose)
                switch judge(response, pace.now()) {
                case .done: return response
                case .refused(let why):
                    throw ExchangeFailure(
                        .refused(status: response.status), service: service, purpose: purpose, reason: why)
                case .limited(let told):
                    limits += 1
                    try await rest(told, count: limits, purpose: purpose)
                    continue
                case .fault(let why): reason = why
                }
            } catch let error as TransportError {
                reason = "\(error)"
                if case .notConnected = error { isUnsent = true }
            }
            guard effect == .repeatable || isUnsent else {
                throw ExchangeFailure(.uncertain, service: service, purpose: purpose, reason: reason)
            }
            faults += 1
            guard faults < pace.tries else {
                throw ExchangeFailure(.unavailable, service: service, purpose: purpose, reason: reason)
            }
            let wait = pace.backoff(afterFailure: faults)
            guard pace.hasTime(for: wait) else {
                throw ExchangeFailure(.unavailable, service: service, purpose: purpose, reason: reason)
            }
            try await pause(wait, reason: reason, purpose: purpose)
        }
    }

    /// Within the caller's own time.
    func once(_ request: TransportRequest, purpose: String) async throws -> TransportResponse {
        guard let left = pace.left else { return try await transport.send(request) }
        guard left > .zero else {
            throw ExchangeFailure(.unavailable, service: service, purpose: purpose, reason: "the time for it is over")
        }
        var hurried = request
        hurried.timeout = min(request.timeout, left)
        return try await transport.send(hurried)
    }

    private func rest(_ told: Duration?, count: Int, purpose: String) async throws {
        let wait = told ?? pace.limitWait * (1 << min(count - 1, 16))
        guard count <= pace.limitTries, wait <= pace.longestWait, pace.hasTime(for: wait) else {
            throw ExchangeFailure(
                .limited(wait: told), service: service, purpose: purpose,
                reason: "its rate limit wants a wait of \(wait / .seconds(1)) s")
        }
        try await pause(wait, reason: "rate limit", purpose: purpose)
    }

    func pause(_ wait: Duration, reason: String, purpose: String) async throws {
        Logger.current.notice(
            "Request will be repeated",
            metadata: [
                "service": "\(service)", "purpose": "\(purpose)", "reason": "\(reason)", "wait": "\(wait)",
            ])
        try await pace.sleep(wait)
    }
}

/// Why a request gave no result: what was asked of whom, what came back.
package struct ExchangeFailure: Error, Hashable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// A no that asking again does not change.
        case refused(status: Int)
        case limited(wait: Duration?)
        /// Nothing but faults in all tries.
        case unavailable
        /// Sent once, and whether it was carried out is not known: ask the service what it did.
        case uncertain
    }

    package let kind: Kind
    package let service: String
    package let purpose: String
    package let reason: String

    package init(_ kind: Kind, service: String, purpose: String, reason: String) {
        self.kind = kind
        self.service = service
        self.purpose = purpose
        self.reason = reason
    }

    package var description: String {
        switch kind {
        case .refused: "\(service) refused to \(purpose): \(reason)"
        case .limited: "\(service) did not \(purpose): \(reason)"
        case .unavailable: "\(service) could not be asked to \(purpose): \(reason)"
        case .uncertain: "whether \(service) did \(purpose) is not known: \(reason)"
        }
    }
}
