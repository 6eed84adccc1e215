import Domain
import Queue
import Testing

struct StatisticsTests {
    @Test(
        "Percentiles are measured values, by nearest rank",
        arguments: [
            ([4], 4, 4), ([2, 1], 1, 2), ([3, 1, 2], 2, 3), (Array(1...100), 50, 95), (Array(1...20), 10, 19),
            (Array(1...21), 11, 20),
        ])
    func takesPercentiles(seconds: [Int], p50: Double, p95: Double) throws {
        let durations = try #require(Durations(seconds.map(Double.init)))
        #expect((durations.count, durations.p50, durations.p95) == (seconds.count, p50, p95))
    }

    @Test("Nothing measured has no percentiles, and nothing red has no heal rate")
    func knowsNothing() {
        #expect(Durations([]) == nil)
        #expect(Statistics().healRate == nil)
        #expect(Statistics().oldestAgeSeconds(at: Timestamp(milliseconds: 0)) == nil)
    }

    @Test("An issue is not a repair: the heal rate counts playbooks and proposed changes")
    func ratesHealing() {
        var figures = Statistics()
        figures.resolutions[.fixedByPlaybook] = 1
        figures.resolutions[.fixProposed] = 2
        figures.resolutions[.issueOpened] = 4
        figures.resolutions[.none] = 1
        #expect(figures.healRate == 3.0 / 8)
    }
}
