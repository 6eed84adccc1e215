import Domain
import HTTPClient

/// One service in one environment, by ids.
struct RailwayPlace: Hashable, Sendable {
    let project: String
    let environment: String
    let service: String
    /// `shop/production/api`, for texts.
    let name: String
}

/// What no request can mend: a name that is not there, or a token that does not open the target.
struct RailwayProblem: Error, Hashable, CustomStringConvertible {
    let description: String
}

extension RailwayClient {
    private struct Named: Decodable, Hashable, Sendable {
        let id: String
        let name: String
    }

    private struct Page<Node: Decodable & Sendable>: Decodable, Sendable {
        struct Edge: Decodable, Sendable { let node: Node }
        struct Info: Decodable, Sendable {
            let hasNextPage: Bool
            let endCursor: String?
        }
        let edges: [Edge]
        let pageInfo: Info?
        var nodes: [Node] { edges.map(\.node) }
    }

    private struct Project: Decodable, Sendable {
        let id: String
        let name: String
        let environments: Page<Named>
        let services: Page<Named>
    }

    /// Pages of projects that are read in one workspace.
    private static var pageLimit: Int { 20 }

    /// - Throws: `RailwayProblem`, `ExchangeFailure`, `CancellationError`.
    func place(of target: PlaybookSettings.RailwayTarget) async throws -> RailwayPlace {
        let scope = try await scope()
        let project = try await project(try await projectID(target.project, scope: scope))
        guard [project.id, project.name].contains(target.project) else {
            throw RailwayProblem(
                description: "RAILWAY_TOKEN is a token of the project \(project.name), not of \(target.project)")
        }
        let environment = try Self.pick(target.environment, of: project.environments.nodes, "environment", project.name)
        if let scope, scope.environmentId != environment.id {
            throw RailwayProblem(
                description:
                    "RAILWAY_TOKEN is a token of another environment of \(project.name) than \(environment.name)")
        }
        let service = try Self.pick(target.service, of: project.services.nodes, "service", project.name)
        return RailwayPlace(
            project: project.id, environment: environment.id, service: service.id,
            name: "\(project.name)/\(environment.name)/\(service.name)")
    }

    private func project(_ id: String) async throws -> Project {
        struct Answer: Decodable, Sendable { let project: Project }
        let question = GraphQLQuestion(
            """
            query ($id: String!) { project(id: $id) { id name \
            environments { edges { node { id name } } } services { edges { node { id name } } } } }
            """, ["id": .text(id)])
        return try await ask(question, to: "describe the project", as: Answer.self).project
    }

    private func projectID(_ text: String, scope: RailwayIdentity.Scope?) async throws -> String {
        if let scope { return scope.projectId }
        if RailwayID.fits(text) { return text }
        return try Self.pick(text, of: try await projects(), "project", "what RAILWAY_TOKEN opens").id
    }

    /// Of all workspaces that the token opens.
    private func projects() async throws -> [Named] {
        struct Workspace: Decodable, Sendable { let id: String }
        struct Token: Decodable, Sendable { let workspaces: [Workspace] }
        struct Workspaces: Decodable, Sendable { let apiToken: Token }
        let question = GraphQLQuestion("query { apiToken { workspaces { id } } }")
        var found: [Named] = []
        for workspace in try await ask(question, to: "list the workspaces", as: Workspaces.self).apiToken.workspaces {
            found += try await projects(in: workspace.id)
        }
        return found
    }

    private func projects(in workspace: String) async throws -> [Named] {
        struct Answer: Decodable, Sendable { let projects: Page<Named> }
        var found: [Named] = []
        var cursor: String?
        for _ in 0..<Self.pageLimit {
            var variables: [String: GraphQLQuestion.Value] = ["workspace": .text(workspace)]
            variables["after"] = cursor.map(GraphQLQuestion.Value.text)
            let question = GraphQLQuestion(
                """
                query ($workspace: String!, $after: String) { projects(workspaceId: $workspace, after: $after) \
                { edges { node { id name } } pageInfo { hasNextPage endCursor } } }
                """, variables)
            let page = try await ask(question, to: "list the projects", as: Answer.self).projects
            found += page.nodes
            cursor = page.pageInfo?.endCursor
            guard page.pageInfo?.hasNextPage == true, cursor != nil else { break }
        }
        return found
    }

    private static func pick(_ text: String, of all: [Named], _ what: String, _ place: String) throws -> Named {
        let found = all.filter { $0.id == text || $0.name == text }
        switch found.count {
        case 1: return found[0]
        case 0:
            let known = all.map(\.name).sorted().prefix(20).joined(separator: ", ")
            throw RailwayProblem(
                description: "there is no \(what) \(text) in \(place); there \(all.count == 1 ? "is" : "are") "
                    + (known.isEmpty ? "none" : known))
        default:
            throw RailwayProblem(
                description: "\(found.count) of the \(what)s in \(place) are named \(text): write the id")
        }
    }
}
