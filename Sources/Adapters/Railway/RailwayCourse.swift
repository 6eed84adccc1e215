import Domain
import HTTPClient

/// One playbook on its way through Railway.
struct RailwayCourse {
    /// Between two looks at a deployment; it grows by half up to `longestPause`.
    private static let firstPause: Duration = .seconds(2)
    private static let longestPause: Duration = .seconds(15)

    private let client: RailwayClient
    /// Whether anything was changed at Railway.
    private(set) var hasActed = false

    /// - Parameter client: with the deadline of the playbook.
    init(client: RailwayClient) { self.client = client }

    /// - Returns: what was done.
    /// - Throws: `RailwayProblem`, `ExchangeFailure`, `CancellationError`.
    mutating func run(_ playbook: PlaybookSettings) async throws -> String {
        switch playbook.action {
        case .railway(let target):
            let place = try await client.place(of: target)
            return playbook.railwayOperation == .restart ? try await restart(place) : try await redeploy(place)
        case .railwayVariable(let target, let name, let value):
            return try await set(name, to: value, at: try await client.place(of: target))
        default:
            throw RailwayProblem(description: "\(playbook.name) is not for Railway")
        }
    }

    private mutating func restart(_ place: RailwayPlace) async throws -> String {
        let instance = try await settled(place)
        guard let before = instance.restartable else {
            throw RailwayProblem(
                description: "nothing of \(place.name) can be restarted: its latest deployment is "
                    + (instance.latestDeployment?.stateInWords ?? "not there") + "; redeploy it")
        }
        let id = try await client.restart(before, at: place)
        hasActed = true
        let seconds = try await follow(id, since: before)
        return "restarted \(place.name): the deployment \(id) was up after \(seconds) s"
    }

    private mutating func redeploy(_ place: RailwayPlace) async throws -> String {
        let before = try await redeployable(place)
        let id = try await client.redeploy(before, at: place)
        hasActed = true
        let seconds = try await follow(id, since: nil)
        return "redeployed \(place.name): the deployment \(id) was up after \(seconds) s"
    }

    private mutating func set(_ name: String, to value: String, at place: RailwayPlace) async throws -> String {
        switch try await client.standing(name, as: value, at: place) {
        case .reached: return "\(name) of \(place.name) had the value already, so nothing was done"
        case .written: return "\(name) had the value, but not for what runs: " + (try await redeploy(place))
        case .other: break
        }
        // Asked before anything is changed: without a deployment the new value would reach nobody.
        _ = try await redeployable(place)
        try await client.set(name, to: value, at: place)
        hasActed = true
        return "set \(name), and " + (try await redeploy(place))
    }

    private func redeployable(_ place: RailwayPlace) async throws -> RailwayDeployment {
        guard let latest = try await settled(place).latestDeployment, latest.canRedeploy else {
            throw RailwayProblem(
                description:
                    "Railway cannot redeploy \(place.name): it was never deployed, or its deployment is too old")
        }
        return latest
    }

    /// A deployment that somebody else began is not disturbed.
    private func settled(_ place: RailwayPlace) async throws -> RailwayInstance {
        let instance = try await client.instance(at: place)
        guard let latest = instance.latestDeployment, [.underWay, .waitsForApproval].contains(latest.phase) else {
            return instance
        }
        throw RailwayProblem(
            description: "a deployment of \(place.name) is under way already (\(latest.status)); it was left alone")
    }

    /// Waits until a deployment is up.
    /// - Returns: seconds that it took.
    private func follow(_ id: String, since before: RailwayDeployment?) async throws -> Int {
        let pace = client.exchange.pace
        let start = pace.now()
        var pause = Self.firstPause
        var polls = 0
        while true {
            let deployment = try await client.deployment(id)
            polls += 1
            switch RailwayProgress(deployment, since: before, polls: polls) {
            case .up: return Int(pace.now().seconds(since: start).rounded())
            case .failed(let why): throw RailwayProblem(description: why)
            case .underWay: break
            }
            guard pace.hasTime(for: pause) else {
                throw RailwayProblem(
                    description:
                        "the deployment \(id) was still \(deployment.status) when the time of the playbook was over")
            }
            try await pace.sleep(pause)
            pause = min(pause * 1.5, Self.longestPause)
        }
    }
}
