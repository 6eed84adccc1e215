package import Domain
package import HTTPClient
package import Pipeline

/// Brings a flag of Unleash to the configured state.
package struct UnleashPlaybook: PlaybookTool {
    private let client: UnleashClient?
    private let probe: HTTPProbe
    private static let noToken = "UNLEASH_TOKEN is not set, so no flag can be switched"

    /// - Parameter client: nil without a token.
    package init(client: UnleashClient?, probe: HTTPProbe) {
        self.client = client
        self.probe = probe
    }

    package func fits(_ action: PlaybookSettings.Action) -> Bool {
        if case .unleash = action { return true }
        return false
    }

    package func look(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async -> PlaybookOutlook {
        guard let client else { return .pointless(Self.noToken) }
        guard case .unleash(let flag, let isOn) = playbook.action else { return .unknown("it is not for Unleash") }
        do {
            let stands = try await client.isOn(flag) == isOn
            let state = Self.words(isOn)
            return stands ? .pointless("\(flag.name) is \(state) already") : .needed("\(flag.name) is not \(state)")
        } catch let failure as ExchangeFailure {
            if case .refused = failure.kind { return .pointless(failure.description) }
            return .unknown(failure.description)
        } catch {
            return .unknown("\(error)")
        }
    }

    package func trace(
        of playbook: PlaybookSettings, since intent: Timestamp, _ place: PlaybookPlace
    ) async -> PlaybookTrace {
        guard let client else { return .untold(Self.noToken) }
        guard case .unleash(let flag, let isOn) = playbook.action else { return .untold("it is not for Unleash") }
        do {
            let state = Self.words(isOn)
            return try await client.isOn(flag) == isOn
                ? .found("\(flag.name) is \(state)") : .absent("\(flag.name) is not \(state)")
        } catch {
            return .untold("\(error)")
        }
    }

    package func act(_ playbook: PlaybookSettings, _ place: PlaybookPlace) async throws -> String {
        guard let client else { throw PlaybookFailed(Self.noToken, mayHaveActed: false) }
        guard case .unleash(let flag, let isOn) = playbook.action else {
            throw PlaybookFailed("\(playbook.name) is not for Unleash", mayHaveActed: false)
        }
        let deadline = client.exchange.pace.now().advanced(by: .seconds(playbook.timeoutSeconds))
        let timely = client.until(deadline)
        do {
            if try await timely.isOn(flag) == isOn {
                return "\(flag.name) was \(Self.words(isOn)) already, so nothing was done"
            }
            try await timely.turn(flag, on: isOn)
        } catch let failure as ExchangeFailure {
            throw PlaybookFailed(failure.description, mayHaveActed: failure.kind == .uncertain)
        }
        let said = "turned \(flag.name) \(Self.words(isOn))"
        if let probe = playbook.probe, let objection = try await self.probe.objection(probe, until: deadline) {
            throw PlaybookFailed("\(said), but \(objection)", mayHaveActed: true)
        }
        return said
    }

    private static func words(_ isOn: Bool) -> String { isOn ? "on" : "off" }
}
