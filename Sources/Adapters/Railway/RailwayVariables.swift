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
