import Domain
import Foundation
import Pipeline
import Testing

@testable import selfheal

struct PeoplesOverrideTests {
    private func job(_ kind: Job.Trigger.Kind) -> Job {
        Job(id: .next(), trigger: .init(kind: kind), repository: "acme/shop", ref: "release/2", createdAt: .now())
    }

    @Test("A hold is asked for whatever started the job", arguments: [Job.Trigger.Kind.push, .cron, .manual])
    func asksForHolds(kind: Job.Trigger.Kind) async {
        var override = PeoplesOverride(killSwitch: "/nowhere/PAUSE", waits: true)
        override.hold = { $0.ref == "release/2" ? "on hold" : nil }
        #expect(await override.leave(for: job(kind)) == .refused("on hold"))
    }

    @Test("Where nobody can tell whether there is a hold, there may be one")
    func asksInVain() async {
        var override = PeoplesOverride(killSwitch: "/nowhere/PAUSE", waits: true)
        override.hold = { _ in throw PublishingError("GitHub is down", mayPass: true) }
        guard case .refused(let reason) = await override.leave(for: job(.push)) else {
            Issue.record("it was granted")
            return
        }
        #expect(reason.contains("GitHub is down"))
    }
}
