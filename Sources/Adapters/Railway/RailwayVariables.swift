import HTTPClient

extension RailwayClient {
    /// A variable as it was written, references to others included; nil when there is none.
    func variable(_ name: String, at place: RailwayPlace) async throws -> String? {
        struct Answer: Decodable, Sendable { let variables: [String: String] }
        let question = GraphQLQuestion(
            """
            query ($project: String!, $environment: String!, $service: String!) { \
            variables(projectId: $project, environmentId: $environment, serviceId: $service, unrendered: true) }
            """,
            [
                "project": .text(place.project), "environment": .text(place.environment),
                "service": .text(place.service),
            ])
        return try await ask(question, to: "read the variables of \(place.name)", as: Answer.self).variables[name]
    }

    /// Whether a deployment was made with this value of a variable: what is written later, it knows nothing of.
    /// - Returns: nil where Railway does not tell, and for a reference to another variable, which is followed there.
    func isKnown(_ name: String, as value: String, to deployment: RailwayDeployment) async throws -> Bool? {
        struct Snapshot: Decodable, Sendable { let variables: [String: String] }
        struct Answer: Decodable, Sendable { let deploymentSnapshot: Snapshot? }
        guard !value.contains("${{") else { return nil }
        let question = GraphQLQuestion(
            "query ($id: String!) { deploymentSnapshot(deploymentId: $id) { variables } }",
            ["id": .text(deployment.id)])
        do {
            let purpose = "say which variables the deployment \(deployment.id) has"
            let snapshot = try await ask(question, to: purpose, as: Answer.self).deploymentSnapshot
            return snapshot.map { $0.variables[name] == value }
        } catch let failure as ExchangeFailure {
            // A token may open less than all.
            guard case .refused = failure.kind else { throw failure }
            return nil
        }
    }

    /// How far a variable has come.
    enum Standing: Hashable, Sendable {
        case other
        /// It has the value, and what runs knows nothing of it.
        case written
        /// It has the value, and nobody says that what runs has another.
        case reached
    }

    func standing(_ name: String, as value: String, at place: RailwayPlace) async throws -> Standing {
        guard try await variable(name, at: place) == value else { return .other }
        let instance = try await instance(at: place)
        guard let running = instance.restartable ?? instance.latestDeployment else { return .reached }
        return try await isKnown(name, as: value, to: running) == false ? .written : .reached
    }

    /// Writes a variable once, and lets Railway deploy nothing for it.
    func set(_ name: String, to value: String, at place: RailwayPlace) async throws {
        struct Answer: Decodable { let variableUpsert: Bool }
        let question = GraphQLQuestion(
            "mutation ($input: VariableUpsertInput!) { variableUpsert(input: $input) }",
            [
                "input": .record([
                    "projectId": .text(place.project), "environmentId": .text(place.environment),
                    "serviceId": .text(place.service), "name": .text(name), "value": .text(value),
                    "skipDeploys": .flag(true),
                ])
            ])
        _ = try await mutate(
            question, to: "set \(name) of \(place.name)",
            done: { RailwayAnswer.data(Answer.self, of: $0)?.variableUpsert == true ? true : nil },
            found: { try await variable(name, at: place) == value ? true : nil })
    }
}
