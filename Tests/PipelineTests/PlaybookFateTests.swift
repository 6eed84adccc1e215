import Domain
import Testing

@testable import Pipeline

struct PlaybookFateTests {
    private static let playbook = PlaybookSettings(name: "redeploy", action: .command(["x"]), timeoutSeconds: 300)
    private static let start = Timestamp(milliseconds: 1_800_000_000_000)
    private static let end = start.advanced(by: .seconds(420))

    @Test(
        "Only what surely left no trace may be done again, and only when its worker cannot do it any more",
        arguments: [
            (.absent("d1 is old"), 0, .open(until: end)), (.absent("d1 is old"), 419, .open(until: end)),
            (.absent("d1 is old"), 420, .undone),
            (.found("d2 is new"), 0, .mayHaveActed("found after the job was cut off: d2 is new")),
            (.found("d2 is new"), 9999, .mayHaveActed("found after the job was cut off: d2 is new")),
            (.untold("silence"), 9999, .mayHaveActed("the service ended while it acted, and silence")),
        ] as [(PlaybookTrace, Int, PlaybookFate)])
    func decides(trace: PlaybookTrace, seconds: Int, fate: PlaybookFate) {
        let run = PlaybookRun(
            id: .next(), job: .next(), repository: "acme/shop", playbook: "redeploy", target: "api", why: "",
            startedAt: Self.start)
        let now = Self.start.advanced(by: .seconds(seconds))
        #expect(PlaybookFate(trace, of: run, by: Self.playbook, at: now) == fate)
    }
}
