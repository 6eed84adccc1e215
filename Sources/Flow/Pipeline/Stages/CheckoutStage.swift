import Domain

/// Finds the commits that the job is about, and lays the newer one out for the suite.
struct CheckoutStage: Sendable {
    let bench: Workbench

    func run() async throws -> Revision {
        let revision = try await bench.sourceControl.resolve(bench.request)
        for note in revision.notes { await bench.journal.tell(.log(note)) }
        try await bench.worktree(bench.folders.head, at: revision.sha)
        return revision
    }
}
