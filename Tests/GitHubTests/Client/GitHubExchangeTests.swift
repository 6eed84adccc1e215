import Domain
import Foundation
import HTTPClient
import Pipeline
import Testing
import TestKit

@testable import GitHub

@Suite(.quietLogs) struct GitHubExchangeTests {
    struct NoOne: GitHubIdentity {
        func authorization() async throws -> String? { "Bearer t0ken" }
    }

    let clock = SteppingClock()

    func send(
        _ transport: ScriptedTransport, effect: GitHubRequest.Effect = .none, pace: GitHubPace? = nil
    ) async throws -> TransportResponse {
        let pace = pace ?? clock.gitHubPace
        let exchange = GitHubExchange(
            endpoint: try #require(URL(string: "https://api.example.test/api/v3/")), transport: transport, pace: pace,
            gate: WriteGate(pace: pace))
        let request = GitHubRequest(
            method: effect == .none ? .get : .post, path: "/repos/octo/demo", query: [("head", "o:a/b+c&d")],
            body: effect == .none ? nil : Data("{}".utf8), effect: effect, purpose: "try it")
        return try await exchange.send(request, as: NoOne())
    }

    @Test("Sends what GitHub wants to see")
    func headers() async throws {
        let transport = ScriptedTransport(.json(200, "{}"))
        _ = try await send(transport, effect: .repeatable)
        let request = try #require(transport.requests.first)
        #expect(request.url.absoluteString == "https://api.example.test/api/v3/repos/octo/demo?head=o%3Aa%2Fb%2Bc%26d")
        #expect(
            request.headers == [
                "User-Agent": "selfheal", "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28", "Authorization": "Bearer t0ken",
                "Content-Type": "application/json",
            ])
        #expect(request.timeout == .seconds(30))
    }

    @Test("Faults are waited out, longer each time, and not for ever")
    func faults() async throws {
        let transport = ScriptedTransport(
            .json(500, "{}"), .answer(200, ["Content-Type": "text/html"], "<html>"),
            .fails(.timedOut(after: .seconds(30))), .json(200, "{}"))
        _ = try await send(transport)
        #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4)])

        let broken = ScriptedTransport(
            .fails(.connection("reset")), .json(502, ""), .fails(.connection("reset")), .json(503, "{}"))
        let error = await #expect(throws: GitHubFailure.self) { try await send(broken, effect: .repeatable) }
        #expect(error?.publishingError.mayPass == true)
        #expect(broken.remaining == 0)
    }

    @Test("The wait gets up to half longer by chance")
    func jitter() async throws {
        var pace = clock.gitHubPace
        pace.jitter = { 1 }
        _ = try await send(ScriptedTransport(.json(500, "{}"), .json(200, "{}")), pace: pace)
        #expect(clock.sleeps == [.seconds(1.5)])
    }

    @Test("Limits are waited for as told, else a minute, then two")
    func limits() async throws {
        let transport = ScriptedTransport(
            .json(403, "{}", ["Retry-After": "7"]), .json(429, "{}"),
            .json(403, #"{"message":"secondary rate limit"}"#), .json(200, "{}"))
        _ = try await send(transport)
        #expect(clock.sleeps == [.seconds(7), .seconds(120), .seconds(240)])
    }

    @Test("A limit that lasts too long ends the call instead of holding a worker")
    func longLimit() async throws {
        let transport = ScriptedTransport(.json(403, "{}", ["Retry-After": "3000"]), .json(200, "{}"))
        let error = await #expect(throws: GitHubFailure.self) { try await send(transport) }
        #expect(error?.publishingError.mayPass == true)
        #expect(error?.publishingError.description.contains("3000") == true)
        #expect(clock.sleeps.isEmpty)
    }

    @Test("What must not be done twice is not sent twice, whatever was lost")
    func unique() async throws {
        for step in [
            ScriptedTransport.Step.json(500, "{}"), .fails(.connection("reset")), .json(429, "{}"),
            .answer(201, [:], "{\"number\": 1"),
        ] {
            let transport = ScriptedTransport(step, .json(201, "{}"))
            await #expect {
                try await send(transport, effect: .unique)
            } throws: { error in
                if case GitHubFailure.uncertain = error { true } else { false }
            }
            #expect(transport.remaining == 1)
        }
    }

    @Test("Nothing is written for a job that is another worker's by now; reading is free")
    func asksForPermit() async throws {
        struct Lost: Error {}
        let transport = ScriptedTransport(.json(200, "{}"), .json(201, "{}"))
        try await WritePermit.$current.withValue(WritePermit { throw Lost() }) {
            _ = try await send(transport)
            await #expect(throws: Lost.self) { try await send(transport, effect: .unique) }
        }
        #expect(transport.remaining == 1)
    }

    @Test("A refusal is final and says what to do")
    func refusal() async throws {
        let transport = ScriptedTransport(
            .json(
                403, #"{"message":"Resource not accessible by integration"}"#,
                ["X-Accepted-GitHub-Permissions": "contents=write", "x-ratelimit-remaining": "12"]))
        let error = await #expect(throws: GitHubFailure.self) { try await send(transport, effect: .unique) }
        #expect(
            error?.publishingError
                == PublishingError(
                    "GitHub refused to try it: 403 Resource not accessible by integration. "
                        + "It needs the permission contents=write: grant it to the token or the App.", mayPass: false))
    }

    @Test("Errors name the details and never the token")
    func details() async throws {
        let body = #"{"message":"Validation Failed","errors":[{"field":"base","code":"invalid"},{"message":"so"}]}"#
        for (status, remedy) in [(401, "Set GITHUB_TOKEN"), (404, "may see"), (422, "base is invalid; so")] {
            let transport = ScriptedTransport(.json(status, body))
            let error = await #expect(throws: GitHubFailure.self) { try await send(transport) }
            #expect(error?.publishingError.description.contains(remedy) == true)
            #expect(error?.publishingError.description.contains("t0ken") == false)
            #expect(error?.publishingError.mayPass == false)
        }
    }

    @Test("Follows a redirect on its host with method, body and token", arguments: [301, 307, 308])
    func redirects(status: Int) async throws {
        let transport = ScriptedTransport(
            .json(status, "{}", ["Location": "https://api.example.test/repositories/1"]), .json(200, "{}"))
        _ = try await send(transport, effect: .unique)
        let second = try #require(transport.requests.last)
        #expect(second.url.path == "/repositories/1")
        #expect(second.method == "POST")
        #expect(second.body == Data("{}".utf8))
        #expect(second.headers["Authorization"] == "Bearer t0ken")
    }

    @Test(
        "Follows no redirect to another place",
        arguments: ["https://evil.test/", "http://api.example.test/", "https://api.example.test:444/", "//evil.test/x"])
    func foreignRedirects(target: String) async throws {
        let transport = ScriptedTransport(.json(301, "{}", ["Location": target]), .json(200, "{}"))
        await #expect(throws: GitHubFailure.self) { try await send(transport) }
        #expect(transport.requests.count == 1)
    }

    @Test("Does not go round in circles")
    func redirectLoop() async throws {
        let step = ScriptedTransport.Step.json(301, "{}", ["Location": "https://api.example.test/x"])
        let transport = ScriptedTransport(step, step, step, step, step)
        await #expect(throws: GitHubFailure.self) { try await send(transport) }
        #expect(transport.requests.count == 4)
    }

    @Test("An answer without end is refused")
    func tooLarge() async throws {
        let transport = ScriptedTransport(.fails(.answerTooLarge(limitBytes: 5)), .json(200, "{}"))
        let error = await #expect(throws: GitHubFailure.self) { try await send(transport) }
        #expect(error?.publishingError.mayPass == false)
        #expect(transport.requests.count == 1)
    }
}
