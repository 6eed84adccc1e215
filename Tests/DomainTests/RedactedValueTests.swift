import Foundation
import Testing

@testable import Domain

struct RedactedValueTests {
    private struct Told: Codable, Equatable {
        enum Cause: String, Codable { case manual, push }
        var cause: Cause = .push
        var seconds = 4.300000000000001
        var said = ""
        var stages: [String: Double] = [:]
    }

    @Test(
        "A secret that stands in a number, a key or a word of an enumeration leaves them alone and is gone from texts")
    func keepsWhatIsNoText() throws {
        let told = Told(cause: .manual, said: "code 000000, then manual", stages: ["checkout": 1])
        let found = try Redaction(secrets: ["000000", "manual", "checkout"]).apply(to: told)
        #expect(found == Told(cause: .manual, said: "code [secret], then [secret]", stages: ["checkout": 1]))
    }

    @Test(
        "A secret is gone from texts as it is and as JSON, URLs and Base64 write it",
        arguments: ["pass\"wo/rd", "päss wörd", "line\none", "back\\slash"])
    func takesOut(secret: String) throws {
        let encoded = Data("a:\(secret)".utf8).base64EncodedString()
        let escaped = String(decoding: try JSON.encode([secret]), as: UTF8.self)
        let told = Told(said: "it is \(secret) or \(escaped) or \(encoded)")
        let found = try Redaction(secrets: [secret]).apply(to: told)
        #expect(!found.said.contains(secret) && found.said.hasPrefix("it is [secret] or "))
        #expect(!found.said.contains(escaped.dropFirst(2).dropLast(2)))
        #expect(!found.said.contains(encoded))
    }

    @Test("What looks like a secret is gone too, also where it stands without what it looked like")
    func shapes() throws {
        let told = [
            Told(said: "→ GET /api\n  authorization: Bearer 3f9c1d2ab87e4c55\n← 401"),
            Told(said: "saw 3f9c1d2ab87e4c55"),
        ]
        let found = try Redaction(secrets: []).apply(to: told)
        #expect(!found.contains { $0.said.contains("3f9c1d2ab87e4c55") })
        #expect(found[1].said.contains("[secret]"))
        let text = Redaction(secrets: []).apply(to: "token=3f9c1d2ab87e4c55&page=2")
        #expect(text == "token=[secret]&page=2")
    }

    @Test("Nothing is changed where there is no secret")
    func keeps() throws {
        let told = Told(said: "a \"quoted\" \\ text\n")
        #expect(try Redaction(secrets: []).apply(to: told) == told)
        #expect(try Redaction(secrets: ["not in it"]).apply(to: told) == told)
    }
}
