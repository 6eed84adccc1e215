import Domain
import Evidence
import Testing

struct TraceOriginTests {
    @Test("A trace says of which test it is, and when that began by the runner's clock")
    func tells() throws {
        let origin = try Fixture.trace("crash-trace.zip").origin
        #expect(Set(origin.titles) == ["shop.spec.ts:30 › survives a crash"])
        #expect(origin.startedAt == Timestamp(milliseconds: 1_795_355_016_132))
    }

    @Test("Steps alone say nothing of it")
    func saysNothing() {
        #expect(Trace(steps: []).origin == Trace.Origin())
    }
}
