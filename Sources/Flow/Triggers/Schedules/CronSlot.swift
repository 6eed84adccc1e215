import Domain
import Queue

/// One slot of one repository's schedules: what makes two requests for a scheduled run the same one.
struct CronSlot: Hashable, Sendable {
    let repository: String
    let name: String

    init(repository: String, slot: Timestamp) {
        self.init(repository: repository, name: Schedule.name(ofSlot: slot))
    }

    /// - Parameter name: as the caller wants it; it stands for itself.
    init(repository: String, name: String) {
        self.repository = repository
        self.name = name
    }

    /// One job for a repository and a slot, whichever of its schedules has it: nobody wants the same suite twice at midnight.
    /// Repositories' names differ by more than case.
    var key: String { Self.prefix(of: repository) + name }

    /// What the keys of all of a repository's slots begin with.
    static func prefix(of repository: String) -> String { "\(Delivery.slotPrefix)\(repository.lowercased()):" }
}

extension Intake {
    func enqueue(_ slot: CronSlot, ref: String, sender: String? = nil, projects: [String] = []) async throws -> Enqueued
    {
        try await enqueue(
            key: slot.key, trigger: .init(kind: .cron, sender: sender), repository: slot.repository, ref: ref, sha: nil,
            base: nil, projects: projects)
    }
}
