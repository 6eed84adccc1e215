import Domain
import Testing

struct DomainTests {
    @Test("Job ids are UUIDs of version 7 that sort by time")
    func makesIDs() throws {
        var random = SystemRandomNumberGenerator()
        let early = JobID(at: Timestamp(milliseconds: 1_700_000_000_000), random: &random)
        let late = JobID(at: Timestamp(milliseconds: 1_700_000_000_001), random: &random)
        #expect(early < late)
        #expect(JobID(early.text) == early)
        #expect(Array(early.text)[14] == "7")
        #expect("89ab".contains(Array(early.text)[19]))
    }

    @Test("Only canonical ids are taken", arguments: ["", "../../etc/passwd", "0190A000-0000-7000-8000-000000000000"])
    func refusesIDs(text: String) { #expect(JobID(text) == nil) }

    @Test("Times are written in UTC with milliseconds, and read back")
    func writesTimes() {
        let time = Timestamp(milliseconds: 1_795_353_410_042)
        #expect(time.description == "2026-11-22T13:16:50.042Z")
        #expect(Timestamp(time.description) == time)
        #expect(Timestamp("2026-11-22T13:16:50Z")?.milliseconds == 1_795_353_410_000)
        #expect(Timestamp("yesterday") == nil)
    }

    @Test(
        "A wild card stands for any run of characters",
        arguments: [
            ("main", "main", true), ("main", "maintenance", false), ("release/*", "release/1.2", true),
            ("release/*", "releases", false), ("*", "anything", true), ("a*b*c", "a-b-b-c", true), ("a*a", "a", false),
        ])
    func matchesBranches(pattern: String, branch: String, matches: Bool) {
        #expect(WildcardPattern(pattern).matches(branch) == matches)
    }
}
