import Domain
import FeatureFlags
import Foundation
import HTTPClient
import Pipeline
import Railway
import Tools
import WebRequests

extension Wiring {
    /// A tool for each kind of playbook. Without its token a tool is there all the same, and says what is missing.
    func playbookTools() throws -> [any PlaybookTool] {
        let transport = URLSessionTransport()
        let probe = HTTPProbe(transport: transport)
        let git = git(nil)
        let answers = AnswerFile(git: git)
        let environment = children
        return [
            CommandPlaybook(tools: tools, environment: environment, probe: probe),
            FilePlaybook(git: git, probe: probe),
            HTTPPlaybook(
                transport: transport, probe: probe, variables: { environment.listed($0) },
                objection: { try await answers.objection($0, $1) }, save: { try await answers.write($0, $1, $2) }),
            RailwayPlaybook(client: try railway(transport), probe: probe),
            UnleashPlaybook(
                client: secrets.unleashToken.map { UnleashClient(token: Secret($0), transport: transport) },
                probe: probe),
        ]
    }

    private func railway(_ transport: any HTTPTransport) throws -> RailwayClient? {
        guard let token = secrets.railwayToken else { return nil }
        let text = environment["RAILWAY_API_URL"] ?? "https://backboard.railway.com/graphql/v2"
        guard let address = URL(string: text), address.scheme != nil else {
            throw ConfigurationError(problems: [
                "RAILWAY_API_URL=\(text): expected an address such as https://backboard.railway.com/graphql/v2"
            ])
        }
        return RailwayClient(endpoint: address, token: Secret(token), transport: transport)
    }
}
