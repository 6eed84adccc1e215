import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Railway

struct RailwayClientTests {
    private static let projectToken = "11111111-2222-4333-8444-555555555555"
    private static let scope = ScriptedTransport.Step.json(
        200, #"{"data":{"projectToken":{"projectId":"\#(Answers.project)","environmentId":"\#(Answers.environment)"}}}"#
    )

    private func client(
        _ transport: ScriptedTransport, token: String = "account-token",
        address: String = "http://127.0.0.1:1/graphql/v2"
    ) throws -> RailwayClient {
        RailwayClient(
            endpoint: try #require(URL(string: address)), token: Secret(token), transport: transport,
            pace: SteppingClock().pace)
    }

    @Test("Every address has a query string, also one that is configured without")
    func queryString() async throws {
        for (address, query) in [
            (RailwayClient.publicAPI, "source=selfheal"), ("http://127.0.0.1:1/graphql/v2?tag=a", "tag=a"),
        ] {
            let transport = ScriptedTransport(Answers.place)
            _ = try await client(transport, address: address).place(of: Answers.target)
            #expect(transport.requests[0].url.query() == query)
        }
    }

    @Test("A token of an account is a bearer")
    func bearer() async throws {
        let transport = ScriptedTransport(Answers.place)
        _ = try await client(transport).place(of: Answers.target)
        #expect(transport.requests[0].headers["Authorization"] == "Bearer account-token")
        #expect(transport.requests[0].headers["Project-Access-Token"] == nil)
    }

    @Test("A token in the form of an id is shown as one of a project, and never as a bearer too")
    func projectToken() async throws {
        let transport = ScriptedTransport(Self.scope, Answers.place)
        var target = Answers.target
        target.project = "shop"
        _ = try await client(transport, token: Self.projectToken).place(of: target)
        for request in transport.requests {
            #expect(request.headers["Project-Access-Token"] == Self.projectToken)
            #expect(request.headers["Authorization"] == nil)
        }
    }

    @Test("A token in the form of an id that opens no project is one of an account")
    func accountTokenAsID() async throws {
        let transport = ScriptedTransport(Answers.refusal("Project Token not found"), Answers.place)
        _ = try await client(transport, token: Self.projectToken).place(of: Answers.target)
        #expect(transport.requests[1].headers["Authorization"] == "Bearer \(Self.projectToken)")
        #expect(transport.requests[1].headers["Project-Access-Token"] == nil)
    }

    @Test("A project token of another project or environment is refused before anything is done")
    func otherScope() async throws {
        for (project, environment) in [("blog", "production"), ("shop", "staging")] {
            let transport = ScriptedTransport(Self.scope, Answers.place)
            let target = PlaybookSettings.RailwayTarget(project: project, environment: environment, service: "api")
            await #expect(throws: RailwayProblem.self) {
                try await client(transport, token: Self.projectToken).place(of: target)
            }
        }
    }

    @Test("Names are looked up in all workspaces and on all pages; a name that is there twice needs the id")
    func names() async throws {
        let workspaces = ScriptedTransport.Step.json(
            200, #"{"data":{"apiToken":{"workspaces":[{"id":"w1"},{"id":"w2"}]}}}"#)
        func page(_ id: String, _ name: String, next: String? = nil) -> ScriptedTransport.Step {
            .json(
                200,
                """
                {"data":{"projects":{"edges":[{"node":{"id":"\(id)","name":"\(name)"}}],
                "pageInfo":{"hasNextPage":\(next != nil),"endCursor":\(next.map { "\"\($0)\"" } ?? "null")}}}}
                """)
        }
        let target = PlaybookSettings.RailwayTarget(project: "shop", environment: "production", service: "api")
        let found = ScriptedTransport(
            workspaces, page("p1", "blog", next: "c1"), page(Answers.project, "shop"), page("p3", "docs"), Answers.place
        )
        #expect(try await client(found).place(of: target).service == Answers.service)
        let twice = ScriptedTransport(workspaces, page("p1", "shop"), page("p2", "shop"))
        await #expect(
            throws: RailwayProblem(
                description: "2 of the projects in what RAILWAY_TOKEN opens are named shop: write the id")
        ) {
            try await client(twice).place(of: target)
        }
    }

    @Test("A name that is not there is answered with those that are")
    func unknownName() async throws {
        var target = Answers.target
        target.service = "apy"
        let expected = RailwayProblem(description: "there is no service apy in shop; there are api, worker")
        await #expect(throws: expected) { try await client(ScriptedTransport(Answers.place)).place(of: target) }
    }

    @Test(
        "Answers are classified by what they say, not by their status",
        arguments: [
            (Answers.refusal("Not Authorized"), "refused"), (Answers.refusal("Deployment not found"), "refused"),
            (Answers.refusal("Problem processing request"), "fault"),
            (Answers.refusal("You are creating volumes too quickly"), "limited nil"),
            (.json(400, #"{"errors":[{"message":"Cannot query field \"x\""}]}"#), "refused"),
            (.json(429, #"{"errors":[{"message":"Too many requests"}]}"#, ["Retry-After": "3"]), "limited 3"),
            (.answer(429, ["Content-Type": "text/html"], "<html>error 1015"), "limited 60"),
            (.answer(429, ["Content-Type": "text/html", "Retry-After": "10"], "<html>"), "limited 10"),
            (.answer(502, ["Content-Type": "text/html"], "<html>"), "fault"), (.json(500, "{}"), "fault"),
            (.answer(200, ["Content-Type": "text/html"], "<html>"), "fault"), (.json(200, #"{"data":{"pro"#), "fault"),
            (.json(200, #"{"data":{}}"#), "done"), (.json(401, "{}"), "refused"),
        ] as [(ScriptedTransport.Step, String)])
    func classification(step: ScriptedTransport.Step, expected: String) async throws {
        let request = TransportRequest(
            method: "POST", url: try #require(URL(string: "http://127.0.0.1:1")), headers: [:], body: nil,
            timeout: .seconds(1))
        let response = try await ScriptedTransport(step).send(request)
        switch RailwayAnswer.judge(response, now: SteppingClock().now) {
        case .done: #expect(expected == "done")
        case .fault: #expect(expected == "fault")
        case .refused: #expect(expected == "refused")
        case .limited(let wait): #expect(expected == "limited \(wait.map { "\(Int($0 / .seconds(1)))" } ?? "nil")")
        }
    }

    @Test("The token stands in no error")
    func secrecy() async throws {
        let bench = Bench([Answers.refusal("Not Authorized")])
        let failure = try await bench.failure(bench.playbook("redeploy"))
        #expect(!failure.description.contains("account-token"))
    }
}
