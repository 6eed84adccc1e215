import Domain
import Foundation
import Testing

@testable import Triggers

/// The payload as Foundation's decoder reads it.
private struct DecodedPayload: Decodable {
    struct Account: Decodable { let login: String? }
    struct Repository: Decodable { let full_name: String }
    struct Commit: Decodable { let message: String? }
    struct Label: Decodable { let name: String? }
    struct PullRequest: Decodable {
        struct Side: Decodable {
            let ref: String
            let sha: String
            let repo: Repository?
        }
        let number: Int
        let state: String?
        let head: Side
        let base: Side
        let labels: [Label]?
    }
    let action: String?
    let ref: String?
    let before: String?
    let after: String?
    let deleted: Bool?
    let repository: Repository?
    let sender: Account?
    let pull_request: PullRequest?
    let head_commit: Commit?
    let label: Label?
    let branch: String?
}

/// What can be compared of both.
private struct Words: Hashable {
    var texts: [String?]
    var isDeleted: Bool
    var number: Int?
    var labels: [String]

    init(_ payload: WebhookPayload) {
        let pull = payload.pullRequest
        texts = [
            payload.action, payload.ref, payload.before, payload.after, payload.repository, payload.sender,
            payload.message, payload.label, payload.branch, pull?.state, pull?.head.ref, pull?.head.sha,
            pull?.head.repository, pull?.base.ref, pull?.base.sha, pull?.base.repository,
        ]
        (isDeleted, number, labels) = (payload.isDeleted, pull?.number, pull?.labels ?? [])
    }

    init(_ payload: DecodedPayload) {
        let pull = payload.pull_request
        texts = [
            payload.action, payload.ref, payload.before, payload.after, payload.repository?.full_name,
            payload.sender?.login, payload.head_commit?.message, payload.label?.name, payload.branch, pull?.state,
            pull?.head.ref, pull?.head.sha, pull?.head.repo?.full_name, pull?.base.ref, pull?.base.sha,
            pull?.base.repo?.full_name,
        ]
        (isDeleted, number) = (payload.deleted ?? false, pull?.number)
        labels = pull?.labels?.compactMap(\.name) ?? []
    }
}

private enum Answer: Hashable { case read(Words), unreadable, malformed }

struct WebhookPayloadTests {
    private static let samples = [
        #"""
        {"ref": "refs/heads/main", "before": "b", "after": "a\u00e9", "deleted": false, "commits": [{"id": 1.5e3, "x": []}],
         "repository": {"id": 1, "full_name": "acme/shop", "owner": {"login": "x", "ok": true}, "pushed_at": 1557933657},
         "sender": {"login": "sam", "type": "User"}, "head_commit": {"message": "fix \"it\"\n[skip ci] \ud83d\ude00"}}
        """#,
        #"""
        {"action": "labeled", "label": {"name": "selfheal"}, "repository": {"full_name": "acme/shop"}, "pull_request":
         {"number": 7, "state": "open", "labels": [{"id": 1, "name": "ü"}], "title": null, "updated_at": "2026-05-15T15:20:41Z",
          "head": {"ref": "fix", "sha": "abc", "repo": null},
          "base": {"ref": "main", "sha": "def", "repo": {"full_name": "acme/shop", "forks": -0}}}, "branch": null}
        """#,
    ]
    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", " ", "null", "true", "0", "-", "1e9", ".", "\u{0}", "é", "a",
        "{}",
        "[]", "\"\"", "9999999999999999999999",
    ]

    private func ours(_ json: [UInt8]) -> Answer {
        do {
            return .read(Words(try WebhookPayload(json)))
        } catch {
            return error is JSONReader.Malformed ? .malformed : .unreadable
        }
    }

    private func decoders(_ json: [UInt8]) -> Answer {
        do {
            return .read(Words(try JSON.decode(DecodedPayload.self, from: Data(json))))
        } catch DecodingError.dataCorrupted {
            return .malformed
        } catch {
            return .unreadable
        }
    }

    /// The decoder does not look at every octet of what it passes over, and takes a comma too many.
    private func isSound(_ json: [UInt8]) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)) != nil
            && !String(decoding: json, as: UTF8.self).contains(/,\s*[}\]]/)
    }

    @Test("Times are read in both forms, and what is none of them decides nothing")
    func readsTimes() throws {
        func pushed(_ value: String) throws -> Timestamp? {
            try WebhookPayload(Array(#"{"repository": {"full_name": "a/b", "pushed_at": \#(value)}}"#.utf8)).pushedAt
        }
        let time = Timestamp(milliseconds: 1_557_933_657_000)
        #expect(try pushed("1557933657") == time)
        #expect(try pushed(#""2019-05-15T15:20:57Z""#) == time)
        for value in ["null", "-1", "1.5", "9999999999999999999999", "9999999999999999", #""soon""#, "[]", "true"] {
            #expect(try pushed(value) == nil)
        }
    }

    @Test("Whatever happens to a payload, it is read as a decoder reads it, or refused as no JSON", arguments: 0..<2)
    func agreesWithDecoder(sample: Int) {
        var random = Numbers(state: UInt64(sample) + 1)
        let original = Array(Self.samples[sample].utf8)
        #expect(ours(original) == decoders(original))
        for _ in 0..<4000 {
            var json = original
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let start = Int.random(in: 0..<json.count, using: &random)
                let length = Int.random(in: 0...min(6, json.count - start), using: &random)
                let piece = Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
                json.replaceSubrange(start..<start + length, with: piece)
            }
            let (ours, decoders) = (ours(json), decoders(json))
            let agrees = ours == decoders || ours == .malformed && !isSound(json)
            #expect(agrees, "\(ours) and \(decoders): \(String(decoding: json, as: UTF8.self))")
        }
    }
}

/// The same numbers each time. Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
