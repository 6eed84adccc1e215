import Domain
import Foundation
import HTTPClient
import Testing

@testable import GitHub

struct AnswerClassTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int
        var headers: [String: String] = [:]
        var body = "{}"
        let meaning: AnswerClass
        var testDescription: String { name }
    }

    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let permission = #"{"message":"Resource not accessible by integration"}"#

    static let examples = [
        Example(name: "success", status: 201, meaning: .done),
        Example(name: "nothing to say", status: 204, body: "", meaning: .done),
        Example(
            name: "an HTML page under 200", status: 200, headers: ["Content-Type": "text/html"], body: "<html>",
            meaning: .fault("GitHub answered 200 with text/html that is no JSON")),
        Example(
            name: "a body that was cut off", status: 201, body: #"{"sha": "12"#,
            meaning: .fault("GitHub answered 201 with a body of unknown type that is no JSON")),
        Example(
            name: "renamed", status: 301, headers: ["Location": "https://api.github.com/repositories/1"],
            meaning: .moved(to: "https://api.github.com/repositories/1")),
        Example(
            name: "renamed, for writes", status: 307, headers: ["location": "/repositories/1"],
            meaning: .moved(to: "/repositories/1")),
        Example(name: "nowhere", status: 302, meaning: .fault("a redirect that leads nowhere")),
        Example(name: "bad credentials", status: 401, meaning: .unauthorized),
        Example(name: "no permission", status: 403, body: permission, meaning: .refused),
        Example(
            name: "no permission, with budget left", status: 403, headers: ["X-RateLimit-Remaining": "4999"],
            body: permission, meaning: .refused),
        Example(
            name: "403 with retry-after", status: 403, headers: ["Retry-After": "30"],
            meaning: .limited(wait: .seconds(30))),
        Example(
            name: "retry-after of nothing", status: 403, headers: ["Retry-After": "0"],
            meaning: .limited(wait: .seconds(1))),
        Example(
            name: "secondary limit in words only", status: 403,
            body: #"{"message":"You have exceeded a secondary rate limit. Please wait a few minutes"}"#,
            meaning: .limited(wait: nil)),
        Example(
            name: "its older words", status: 403,
            body: #"{"message":"You have triggered an abuse detection mechanism."}"#, meaning: .limited(wait: nil)),
        Example(
            name: "budget used up", status: 403,
            headers: ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000090"],
            meaning: .limited(wait: .seconds(90))),
        Example(
            name: "budget used up, reset in the past", status: 403,
            headers: ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700000000"],
            meaning: .limited(wait: .seconds(1))),
        Example(
            name: "budget used up, reset at the end of time", status: 403,
            headers: ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9223372036854775807"],
            meaning: .limited(wait: .seconds(86_400))),
        Example(
            name: "retry-after of an age", status: 429, headers: ["Retry-After": "9223372036854775807"],
            meaning: .limited(wait: .seconds(86_400))),
        Example(
            name: "the longer of two waits", status: 429,
            headers: ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000090", "Retry-After": "120"],
            meaning: .limited(wait: .seconds(120))),
        Example(name: "429 alone", status: 429, meaning: .limited(wait: nil)),
        Example(
            name: "429 with a date", status: 429, headers: ["Retry-After": "Fri, 31 Dec 2027 23:59:59 GMT"],
            meaning: .limited(wait: nil)),
        Example(
            name: "a proxy's 403", status: 403, headers: ["Content-Type": "text/html"], body: "<html>",
            meaning: .fault("GitHub answered 403 with text/html that is no JSON")),
        Example(name: "not found", status: 404, meaning: .refused),
        Example(name: "broken rule", status: 422, meaning: .refused),
        Example(name: "server error", status: 500, meaning: .fault("GitHub answered 500")),
        Example(name: "unicorn", status: 503, body: "<html>", meaning: .fault("GitHub answered 503")),
    ]

    @Test("Knows what an answer means", arguments: examples)
    func meaning(example: Example) {
        let response = TransportResponse(
            status: example.status, headers: example.headers, body: Data(example.body.utf8))
        #expect(AnswerClass(response, now: Self.now) == example.meaning)
    }
}
