package import Domain
package import HTTP
import Queue

/// `POST /hooks/cron`: a cron of somebody else's asks for the run that is due. It joins the slots of the service's own
/// schedules, so that whoever comes second finds the job of the first.
package struct CronPing: Sendable {
    private struct Body: Decodable {
        let repository: String
        let schedule: String?
        let slot: String?
        let ref: String?
        let projects: [String]?
    }

    private let repositories: RepositoryDirectory
    private let intake: Intake
    private let now: @Sendable () -> Timestamp

    /// The schedule of a repository that has none.
    private static let standard = "every 1h"
    private static let slotLimitBytes = 100

    package init(
        repositories: RepositoryDirectory, intake: Intake, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.repositories = repositories
        self.intake = intake
        self.now = now
    }

    /// - Parameter authorize: throws for a request that may not write; returns the name of its access token.
    package func route(in router: inout Router, authorize: @escaping @Sendable (HTTPRequest) throws -> String?) {
        router.on(.post, "/hooks/cron", accepts: [.json], bodyLimitBytes: 64 * 1024) { request in
            try await receive(request, sender: try authorize(request))
        }
    }

    func receive(_ request: HTTPRequest, sender: String?) async throws -> HTTPResponse {
        let body = try RunRequest.read(
            Body.self, from: request.body, members: ["repository", "schedule", "slot", "ref", "projects"])
        let settings = try RunRequest.settings(of: body.repository, in: repositories)
        let ref = try RunRequest.ref(body.ref)
        let projects = try RunRequest.projects(body.projects)
        let slot = try slot(of: settings, schedule: body.schedule, name: body.slot)
        return Intake.accepted(
            try await intake.enqueue(slot, ref: ref, sender: sender, projects: projects).jobs)
    }

    private func slot(of settings: RepositorySettings, schedule: String?, name: String?) throws -> CronSlot {
        let schedule = try Self.read(schedule ?? settings.schedule.first ?? Self.standard)
        if let name {
            guard (1...Self.slotLimitBytes).contains(name.utf8.count),
                name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw HTTPProblem(
                    .unprocessableContent,
                    detail: "`slot` must have 1 to \(Self.slotLimitBytes) visible ASCII characters, for example "
                        + "2026-11-28T03:00Z.")
            }
            return CronSlot(repository: settings.name, name: name)
        }
        guard let slot = schedule.slot(at: now()) else {
            throw HTTPProblem(.unprocessableContent, detail: "`\(schedule)` has had no slot yet: name one with `slot`.")
        }
        return CronSlot(repository: settings.name, slot: slot)
    }

    private static func read(_ text: String) throws -> Schedule {
        do throws(Schedule.Unreadable) {
            return try Schedule(text)
        } catch {
            throw HTTPProblem(.unprocessableContent, detail: "`schedule`: \(error).")
        }
    }
}
