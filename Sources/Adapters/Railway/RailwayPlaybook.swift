package import Domain
package import HTTPClient
package import Pipeline

/// Restarts, redeploys and sets variables of services at Railway.
package struct RailwayPlaybook: PlaybookTool {
    private let client: RailwayClient?
    private let probe: HTTPProbe
    private static let noToken = "RAILWAY_TOKEN is not set, so nothing can be done at Railway"

    /// - Parameter client: nil without a token.
    package init(client: RailwayClient?, probe: HTTPProbe) {
        self.client = client
        self.probe = probe
    }

    package func fits(_ action: PlaybookSettings.Action) -> Bool {
        switch action {
        case .railway, .railwayVariable: true
        default: false
        }
    }

    package func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook {
        guard let client else { return .pointless(Self.noToken) }
        do {
            switch playbook.action {
            case .railway(let target):
                let instance = try await client.instance(at: try await client.place(of: target))
                switch RailwayOutlook(instance, for: playbook.railwayOperation) {
                case .told(let outlook): return outlook
                case .mayBeWell: return try await asked(playbook, until: client.exchange.pace.now())
                case .mayWake: return try await wakened(playbook, pace: client.exchange.pace)
                }
            case .railwayVariable(let target, let name, let value):
                switch try await client.standing(name, as: value, at: try await client.place(of: target)) {
                case .other: return .needed("\(name) has another value")
                case .written: return .needed("\(name) has the value, but what runs was deployed before it had")
                case .reached: return .pointless("\(name) has the value already")
                }
            default:
                return .unknown("it is not for Railway")
            }
        } catch let failure as ExchangeFailure {
            if case .refused = failure.kind { return .pointless(failure.description) }
            return .unknown(failure.description)
        } catch {
            return error is RailwayProblem ? .pointless("\(error)") : .unknown("\(error)")
        }
    }

    private func asked(_ playbook: PlaybookSettings, until deadline: Timestamp) async throws -> PlaybookOutlook {
        guard let probe = playbook.probe else { return .unknown("Railway calls it up, and no probe is configured") }
        return PlaybookOutlook(probed: try await self.probe.objection(probe, until: deadline), for: playbook)
    }

    /// A service that slept answers only after some seconds. Source: docs.railway.com, "App sleeping".
    private func wakened(_ playbook: PlaybookSettings, pace: RequestPace) async throws -> PlaybookOutlook {
        guard playbook.probe != nil else { return .needed("it sleeps") }
        return try await asked(playbook, until: pace.now().advanced(by: .seconds(15)))
    }

    package func trace(
        of playbook: PlaybookSettings, since intent: Timestamp, _ place: PlaybookPlace
    ) async -> PlaybookTrace {
        guard let client else { return .untold(Self.noToken) }
        do {
            switch playbook.action {
            case .railway(let target):
                let instance = try await client.instance(at: try await client.place(of: target))
                return PlaybookTrace(of: instance, since: intent)
            case .railwayVariable(let target, let name, let value):
                // It is written before anything is deployed, so that what runs says nothing of the first half.
                let place = try await client.place(of: target)
                switch try await client.standing(name, as: value, at: place) {
                case .other: return PlaybookTrace(of: try await client.instance(at: place), since: intent)
                case .written: return .found("\(name) has the value, and what runs was deployed before it had")
                case .reached: return .found("\(name) has the value")
                }
            default: return .untold("it is not for Railway")
            }
        } catch {
            return .untold("\(error)")
        }
    }

    package func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String {
        guard let client else { throw PlaybookFailed(Self.noToken, mayHaveActed: false) }
        let deadline = client.exchange.pace.now().advanced(by: .seconds(playbook.timeoutSeconds))
        var course = RailwayCourse(client: client.until(deadline))
        do {
            let said = try await course.run(playbook)
            if let probe = playbook.probe, let objection = try await self.probe.objection(probe, until: deadline) {
                throw RailwayProblem(description: "\(said), but \(objection)")
            }
            return said
        } catch let failure as ExchangeFailure {
            throw PlaybookFailed(
                failure.description, mayHaveActed: course.hasActed || failure.kind == .uncertain)
        } catch let problem as RailwayProblem {
            throw PlaybookFailed(problem.description, mayHaveActed: course.hasActed)
        }
    }
}
