package import Domain
package import Foundation
package import HTTPClient
package import Pipeline

/// Sends the request that a playbook configures, and keeps its answer where the playbook says so.
package struct HTTPPlaybook: PlaybookTool {
    /// The values of the variables that a playbook may use: those that it lists, and no others.
    package typealias Variables = @Sendable (PlaybookSettings) -> [String: String]
    /// Writes an answer to a file or throws an error that says why not.
    package typealias Save = @Sendable (Data, _ path: String, PlaybookPlace) async throws -> Void
    /// Says why a file cannot be written; nil when it can.
    package typealias SaveObjection = @Sendable (_ path: String, PlaybookPlace) async throws -> String?

    /// For one try of a request that may be repeated.
    private static let tryLimit: Duration = .seconds(60)
    /// Source: RFC 9110 §9.2.2.
    private static let idempotent: Set<String> = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]

    private let exchange: PatientExchange
    private let probe: HTTPProbe
    private let variables: Variables
    private let objection: SaveObjection
    private let save: Save

    package init(
        transport: any HTTPTransport = URLSessionTransport(), pace: RequestPace = RequestPace(), probe: HTTPProbe,
        variables: @escaping Variables, objection: @escaping SaveObjection, save: @escaping Save
    ) {
        exchange = PatientExchange(service: "the server", transport: transport, pace: pace)
        self.probe = probe
        self.variables = variables
        self.objection = objection
        self.save = save
    }

    package func fits(_ action: PlaybookSettings.Action) -> Bool {
        if case .http = action { return true }
        return false
    }

    package func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook {
        await PlaybookOutlook(of: playbook) { try await probe.objection($0) }
    }

    package func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String {
        guard case .http(let action) = playbook.action else {
            throw PlaybookFailed("\(playbook.name) sends no request", mayHaveActed: false)
        }
        let deadline = exchange.pace.now().advanced(by: .seconds(playbook.timeoutSeconds))
        let request = try prepared(action, of: playbook)
        // Asked before anything is sent: an answer that cannot be kept may be the only one.
        if let path = playbook.save, let why = try await objection(path, place) {
            throw PlaybookFailed("\(path) cannot be written: \(why); nothing was sent", mayHaveActed: false)
        }
        let response = try await answer(to: request, named: "\(action.method) \(action.url)", until: deadline)
        var said = "\(action.method) \(action.url) answered \(response.status)"
        if let path = playbook.save {
            try await keep(response, at: path, place)
            said += ", and its answer is in \(path)"
        }
        if let probe = playbook.probe, let objection = try await self.probe.objection(probe, until: deadline) {
            throw PlaybookFailed("\(said), but \(objection)", mayHaveActed: true)
        }
        return said
    }

    private func prepared(_ action: PlaybookSettings.HTTPAction, of playbook: PlaybookSettings) throws
        -> TransportRequest
    {
        do {
            return try RequestTemplate(action).filled(
                with: variables(playbook), timeout: .seconds(playbook.timeoutSeconds))
        } catch let problem as RequestTemplate.Problem {
            throw PlaybookFailed("\(problem); nothing was sent", mayHaveActed: false)
        }
    }

    private func answer(
        to request: TransportRequest, named name: String, until deadline: Timestamp
    ) async throws -> TransportResponse {
        let timely = exchange.until(deadline)
        let purpose = "answer \(name)"
        do {
            if Self.idempotent.contains(request.method) {
                var request = request
                request.timeout = min(request.timeout, Self.tryLimit)
                return try await timely.send(request, effect: .repeatable, purpose: purpose)
            }
            return try await once(request, purpose: purpose, exchange: timely)
        } catch let failure as ExchangeFailure {
            throw PlaybookFailed(failure.description, mayHaveActed: failure.mayHaveActed(request.method))
        }
    }

    /// What acts each time is sent once; only what never left is sent again.
    private func once(
        _ request: TransportRequest, purpose: String, exchange: PatientExchange
    ) async throws -> TransportResponse {
        var failures = 0
        while true {
            switch try await exchange.attempt(request, purpose: purpose) {
            case .done(let response): return response
            case .doubtful(let why, _):
                throw ExchangeFailure(.uncertain, service: "the server", purpose: purpose, reason: why)
            case .unsent(let why):
                failures += 1
                let wait = exchange.pace.backoff(afterFailure: failures)
                guard failures < exchange.pace.tries, exchange.pace.hasTime(for: wait) else {
                    throw ExchangeFailure(.unavailable, service: "the server", purpose: purpose, reason: why)
                }
                try await exchange.pace.sleep(wait)
            }
        }
    }

    private func keep(_ response: TransportResponse, at path: String, _ place: PlaybookPlace) async throws {
        func refused(_ why: String) -> PlaybookFailed {
            PlaybookFailed("\(why), so \(path) was left as it was", mayHaveActed: true)
        }
        guard !response.body.isEmpty else { throw refused("the answer is empty") }
        let wantsJSON = path.lowercased().hasSuffix(".json")
        if wantsJSON, (try? JSONSerialization.jsonObject(with: response.body, options: .fragmentsAllowed)) == nil {
            throw refused("the answer is no JSON")
        }
        do {
            try await save(response.body, path, place)
        } catch let error where !(error is CancellationError) {
            throw refused("the answer could not be written: \(error)")
        }
    }
}

extension ExchangeFailure {
    /// A no to what was asked is one; a redirect may come after the deed.
    fileprivate func mayHaveActed(_ method: String) -> Bool {
        switch kind {
        case .uncertain: true
        case .refused(let status): 300..<400 ~= status && method != "GET"
        // All tries were faults: what may be repeated may also have been done.
        case .unavailable, .limited: !["GET", "HEAD", "OPTIONS", "POST", "PATCH"].contains(method)
        }
    }
}
