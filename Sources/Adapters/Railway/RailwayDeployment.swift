import Foundation
import HTTPClient

/// One deployment, as it was at one moment.
struct RailwayDeployment: Hashable, Sendable, Decodable {
    /// The fields that every question about a deployment asks for.
    static let fields = "id status createdAt statusUpdatedAt deploymentStopped canRedeploy"

    let id: String
    /// Railway's word, for example `SUCCESS`. Source: `DeploymentStatus` of its schema.
    let status: String
    let createdAt: String?
    let statusUpdatedAt: String?
    /// Its processes were stopped by hand, or have ended.
    let deploymentStopped: Bool
    let canRedeploy: Bool

    enum Phase: Hashable, Sendable {
        /// Up, or asleep until the next request.
        case up, asleep
        case broken
        case gone
        case underWay
        /// Somebody has to allow it at Railway.
        case waitsForApproval
    }

    var phase: Phase {
        switch status {
        case "SUCCESS": deploymentStopped ? .broken : .up
        case "SLEEPING": .asleep
        case "CRASHED", "FAILED": .broken
        case "REMOVED", "SKIPPED": .gone
        case "NEEDS_APPROVAL": .waitsForApproval
        default: .underWay
        }
    }

    /// Whether Railway restarts what it is: processes that were up once.
    var canRestart: Bool { ["SUCCESS", "CRASHED", "SLEEPING"].contains(status) }

    var stateInWords: String { status == "SUCCESS" && deploymentStopped ? "stopped" : status }

    func hasMoved(since before: Self?) -> Bool {
        id != before?.id || status != before?.status || statusUpdatedAt != before?.statusUpdatedAt
    }
}

/// What a deployment that is followed has come to.
enum RailwayProgress: Hashable, Sendable {
    case up
    case underWay
    case failed(String)

    /// Polls after which a state that never moved is taken for the one after the action.
    private static let settlingPolls = 4

    /// - Parameters:
    ///   - before: the same deployment before it was acted on; nil for a new one.
    ///   - polls: how often it was looked at since.
    init(_ now: RailwayDeployment, since before: RailwayDeployment?, polls: Int) {
        let isSettled = before.map(now.hasMoved(since:)) ?? true || polls >= Self.settlingPolls
        switch now.phase {
        case .up, .asleep: self = isSettled ? .up : .underWay
        case .broken: self = isSettled ? .failed("the deployment \(now.id) ended as \(now.stateInWords)") : .underWay
        case .gone: self = .failed("the deployment \(now.id) is \(now.status), so another one has taken its place")
        case .waitsForApproval: self = .failed("the deployment \(now.id) waits for somebody's approval at Railway")
        case .underWay: self = .underWay
        }
    }
}

/// What runs at a place.
struct RailwayInstance: Sendable, Decodable {
    let latestDeployment: RailwayDeployment?
    let activeDeployments: [RailwayDeployment]

    /// What a restart is for: the latest one, or, where that never came up, the one that still runs in its stead.
    var restartable: RailwayDeployment? {
        ([latestDeployment].compactMap(\.self) + activeDeployments).first(where: \.canRestart)
    }
}

extension RailwayClient {
    func instance(at place: RailwayPlace) async throws -> RailwayInstance {
        struct Answer: Decodable, Sendable { let serviceInstance: RailwayInstance }
        let question = GraphQLQuestion(
            """
            query ($service: String!, $environment: String!) { \
            serviceInstance(serviceId: $service, environmentId: $environment) { \
            latestDeployment { \(RailwayDeployment.fields) } activeDeployments { \(RailwayDeployment.fields) } } }
            """, ["service": .text(place.service), "environment": .text(place.environment)])
        return try await ask(question, to: "say what runs as \(place.name)", as: Answer.self).serviceInstance
    }

    func deployment(_ id: String) async throws -> RailwayDeployment {
        struct Answer: Decodable, Sendable { let deployment: RailwayDeployment }
        let question = GraphQLQuestion(
            "query ($id: String!) { deployment(id: $id) { \(RailwayDeployment.fields) } }", ["id": .text(id)])
        return try await ask(question, to: "say how the deployment \(id) is", as: Answer.self).deployment
    }

    /// Restarts once.
    /// - Returns: the deployment that comes up now.
    func restart(_ deployment: RailwayDeployment, at place: RailwayPlace) async throws -> String {
        struct Answer: Decodable { let deploymentRestart: Bool }
        let question = GraphQLQuestion(
            "mutation ($id: String!) { deploymentRestart(id: $id) }", ["id": .text(deployment.id)])
        return try await mutate(
            question, to: "restart \(place.name)",
            done: { RailwayAnswer.data(Answer.self, of: $0)?.deploymentRestart == true ? deployment.id : nil },
            found: {
                let now = try await self.deployment(deployment.id)
                return now.hasMoved(since: deployment) ? now.id : nil
            })
    }

    /// Deploys the same source again, once.
    /// - Returns: the new deployment.
    func redeploy(_ deployment: RailwayDeployment, at place: RailwayPlace) async throws -> String {
        struct Made: Decodable { let id: String }
        struct Answer: Decodable { let deploymentRedeploy: Made }
        let question = GraphQLQuestion(
            "mutation ($id: String!) { deploymentRedeploy(id: $id) { id } }", ["id": .text(deployment.id)])
        return try await mutate(
            question, to: "redeploy \(place.name)",
            done: { RailwayAnswer.data(Answer.self, of: $0)?.deploymentRedeploy.id },
            found: {
                // One that somebody else began in between does the same.
                let latest = try await instance(at: place).latestDeployment
                return latest?.id == deployment.id ? nil : latest?.id
            })
    }
}
