import ArgumentParser
import Domain
import Queue

/// Leaves one finished job in the store, of which `scripts/bench` then makes a million copies.
struct FinishedJob: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finished-job", abstract: "Stores, claims and finishes one job.")

    @OptionGroup var store: StoreOption

    func run() async throws {
        let store = try await store.open()
        try await store.fill(1)
        guard let claim = try await store.claim(worker: 1) else { throw ValidationError("another job is in the way") }
        try await store.finish(claim)
        try Figures(id: claim.job.id.text).tell()
    }
}
