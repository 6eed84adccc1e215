import Compression
import Evidence
import TestKit
import Testing

struct TraceDigestTests {
    @Test(
        "A digest has the steps, the pages and the marked elements of its trace, in less room",
        arguments: ["orders-trace.zip", "order-number-trace.zip", "crash-trace.zip"])
    func keepsWhatMatters(name: String) throws {
        let bytes = try Fixture.bytes(name)
        let digest = try TraceDigest.make(of: ZIPArchive(bytes, name: name))
        #expect(digest.count < bytes.count)
        let whole = try Trace.read(from: ZIPArchive(bytes, name: name))
        let kept = try Trace.read(from: ZIPArchive(digest, name: "digest"))
        #expect(kept.testIDAttribute == whole.testIDAttribute)
        #expect(kept.steps.map(\.callID) == whole.steps.map(\.callID))
        #expect(kept.steps.map(\.selector) == whole.steps.map(\.selector))
        for (one, other) in zip(kept.steps, whole.steps) {
            #expect(kept.lastSnapshot(at: one) == whole.lastSnapshot(at: other))
            #expect(kept.markedTarget(of: one)?.1 == whole.markedTarget(of: other)?.1)
        }
    }

    @Test("Each line can be changed on the way, and what is no trace is refused")
    func changesLines() throws {
        var archive = StoredZIP()
        archive.add("a.trace", "{\"type\":\"before\",\"callId\":\"secret\"}\n{\"type\":\"console\",\"text\":\"x\"}\n")
        let digest = try TraceDigest.make(of: ZIPArchive(archive.bytes, name: "a")) {
            $0.replacing("secret", with: "***")
        }
        let kept = try ZIPArchive(digest, name: "digest")
        let entry = try #require(kept.entry(named: "a.trace"))
        #expect(try kept.bytes(of: entry, limitBytes: 100) == Array("{\"type\":\"before\",\"callId\":\"***\"}\n".utf8))
        var other = StoredZIP()
        other.add("readme.txt", "nothing")
        #expect(throws: EvidenceError.self) { try TraceDigest.make(of: ZIPArchive(other.bytes, name: "b")) }
    }
}
