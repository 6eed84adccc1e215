import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

/// Railway's answers as they are on the wire, and a client that gets them.
enum Answers {
    static let project = "7ac0e2b4-6d0e-4c53-9b0a-1f0f3a3b0001"
    static let environment = "7ac0e2b4-6d0e-4c53-9b0a-1f0f3a3b0002"
    static let service = "7ac0e2b4-6d0e-4c53-9b0a-1f0f3a3b0003"

    static let target = PlaybookSettings.RailwayTarget(project: project, environment: "production", service: "api")

    static let place = ScriptedTransport.Step.json(
        200,
        """
        {"data":{"project":{"id":"\(project)","name":"shop",
        "environments":{"edges":[{"node":{"id":"\(environment)","name":"production"}}]},
        "services":{"edges":[{"node":{"id":"\(service)","name":"api"}},{"node":{"id":"s2","name":"worker"}}]}}}}
        """)

    static func deployment(
        _ id: String, _ status: String, at moment: Int = 0, stopped: Bool = false, canRedeploy: Bool = true
    )
        -> String
    {
        """
        {"id":"\(id)","status":"\(status)","createdAt":"2026-11-01T00:00:00.000Z",
        "statusUpdatedAt":"2026-11-01T00:00:0\(moment).000Z","deploymentStopped":\(stopped),"canRedeploy":\(canRedeploy)}
        """
    }

    static func instance(_ latest: String?, active: [String] = []) -> ScriptedTransport.Step {
        .json(
            200,
            """
            {"data":{"serviceInstance":{"latestDeployment":\(latest ?? "null"),
            "activeDeployments":[\(active.joined(separator: ","))]}}}
            """)
    }

    static func one(_ deployment: String) -> ScriptedTransport.Step {
        .json(200, #"{"data":{"deployment":\#(deployment)}}"#)
    }

    static let restarted = ScriptedTransport.Step.json(200, #"{"data":{"deploymentRestart":true}}"#)
    static func redeployed(_ id: String) -> ScriptedTransport.Step {
        .json(200, #"{"data":{"deploymentRedeploy":{"id":"\#(id)"}}}"#)
    }

    static func variables(_ members: String) -> ScriptedTransport.Step {
        .json(200, #"{"data":{"variables":{\#(members)}}}"#)
    }

    /// The variables that a deployment was made with; nil: Railway has kept none.
    static func snapshot(_ members: String?) -> ScriptedTransport.Step {
        .json(200, #"{"data":{"deploymentSnapshot":\#(members.map { #"{"variables":{\#($0)}}"# } ?? "null")}}"#)
    }

    static func refusal(_ message: String) -> ScriptedTransport.Step {
        .json(
            200,
            """
            {"errors":[{"message":"\(message)","path":["x"],"extensions":{"code":"INTERNAL_SERVER_ERROR"},
            "traceId":"1234567890123456789"}],"data":null}
            """)
    }
}

extension ScriptedTransport {
    /// The first word after the first brace of each question: the field that was asked for.
    var fields: [String] {
        requests.compactMap { request in
            struct Question: Decodable { let query: String }
            let query = request.body.flatMap { try? JSONDecoder().decode(Question.self, from: $0) }?.query
            return query?.firstMatch(of: /\{ ?([A-Za-z]+)/).map { String($0.1) }
        }
    }
}

/// A playbook against a script.
struct Bench {
    let clock = SteppingClock()
    let transport: ScriptedTransport
    let probes: ScriptedTransport
    var token = "account-token"

    init(_ steps: [ScriptedTransport.Step], probes: [ScriptedTransport.Step] = []) {
        transport = ScriptedTransport(steps)
        self.probes = ScriptedTransport(probes)
    }

    func tool() throws -> RailwayPlaybook {
        let endpoint = try #require(URL(string: "http://127.0.0.1:1/graphql/v2"))
        return RailwayPlaybook(
            client: RailwayClient(endpoint: endpoint, token: Secret(token), transport: transport, pace: clock.pace),
            probe: HTTPProbe(transport: probes, pace: clock.pace))
    }

    func playbook(
        _ name: String, action: PlaybookSettings.Action = .railway(Answers.target), isProbed: Bool = false,
        timeout: Int = 300
    ) -> PlaybookSettings {
        PlaybookSettings(
            name: name, action: action, probe: isProbed ? .init(http: "http://127.0.0.1:2/health") : nil,
            timeoutSeconds: timeout)
    }

    private var place: PlaybookPlace { PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil) }

    func look(_ playbook: PlaybookSettings) async throws -> PlaybookOutlook { try await tool().look(playbook, place) }

    func act(_ playbook: PlaybookSettings) async throws -> String { try await tool().act(playbook, place) }

    /// The failure that acting ends with.
    func failure(_ playbook: PlaybookSettings) async throws -> PlaybookFailed {
        do {
            let said = try await act(playbook)
            throw Unexpected(said: said)
        } catch let failure as PlaybookFailed {
            return failure
        }
    }

    struct Unexpected: Error { let said: String }
}
