/// Lets one piece of work on a repository happen at a time, where two at once would both find nothing and both make it.
actor RepositoryTurns {
    private let pace: GitHubPace
    private var gates: [RepositoryName: WriteGate] = [:]

    init(pace: GitHubPace) {
        var pace = pace
        pace.writeSpacing = .zero
        self.pace = pace
    }

    nonisolated func take<Value: Sendable>(
        _ repository: RepositoryName, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await gate(of: repository).pass(work)
    }

    /// Kept for as long as the process lives: as many as there are repositories in the configuration.
    private func gate(of repository: RepositoryName) -> WriteGate {
        let gate = gates[repository] ?? WriteGate(pace: pace)
        gates[repository] = gate
        return gate
    }
}
