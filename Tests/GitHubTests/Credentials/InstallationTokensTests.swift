import Domain
import Foundation
import HTTPClient
import Pipeline
import Testing
import TestKit

@testable import GitHub

@Suite(.quietLogs) struct InstallationTokensTests {
    let clock = SteppingClock()

    func access(_ transport: ScriptedTransport) throws -> GitHubRepositoryAccess {
        let app = try GitHubApp(id: "42", privateKeyPEM: AppKey.pem)
        return GitHubRepositoryAccess(client: try Drafts.client(transport, clock: clock, credentials: .app(app)))
    }

    static let installation = ScriptedTransport.Step.json(
        200, #"{"id":7,"permissions":{"contents":"write","pull_requests":"read"}}"#)
    static func grant(_ token: String) -> ScriptedTransport.Step { .json(201, #"{"token":"\#(token)"}"#) }

    @Test("Makes a token that opens one repository for one purpose")
    func scope() async throws {
        let transport = ScriptedTransport(Self.installation, Self.grant("one"))
        #expect(try await access(transport).cloneToken(for: "octo/demo") == "one")
        #expect(
            transport.requests.map(\.url.path) == [
                "/repos/octo/demo/installation", "/app/installations/7/access_tokens",
            ])
        #expect(
            transport.requests.last?.body
                == Data(#"{"permissions":{"contents":"read"},"repositories":["demo"]}"#.utf8))
        #expect(transport.requests.allSatisfy { $0.headers["Authorization"]?.hasPrefix("Bearer eyJ") == true })
    }

    @Test("Keeps a token for fifty minutes")
    func caching() async throws {
        let transport = ScriptedTransport(
            Self.installation, Self.grant("one"), Self.installation, Self.grant("two"))
        let access = try access(transport)
        #expect(try await access.cloneToken(for: "octo/demo") == "one")
        clock.advance(by: .seconds(50 * 60 - 1))
        #expect(try await access.cloneToken(for: "octo/demo") == "one")
        clock.advance(by: .seconds(1))
        #expect(try await access.cloneToken(for: "octo/demo") == "two")
        #expect(transport.remaining == 0)
    }

    @Test("Makes one token for all who ask at once")
    func singleFlight() async throws {
        let transport = ScriptedTransport(Self.installation, Self.grant("one"))
        let access = try access(transport)
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try await access.cloneToken(for: "octo/demo") } }
            for try await token in group { #expect(token == "one") }
        }
        #expect(transport.requests.count == 2)
    }

    @Test("Who is cancelled does not wait for a token that others still need")
    func leavesTheOthers() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let work = SharedWork {
            start.yield()
            for await _ in ends { break }
            return "token"
        }
        for await _ in starts { break }
        let first = Task { try await work.value() }
        let second = Task { try await work.value() }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(!work.isOver)
        end.yield()
        #expect(try await second.value == "token")
        #expect(work.isOver)
        #expect(try await work.value() == "token")
    }

    @Test("A token that could not be made is asked for anew")
    func anew() async throws {
        let transport = ScriptedTransport(.json(404, "{}"), Self.installation, Self.grant("one"))
        let access = try access(transport)
        await #expect(throws: PublishingError.self) { try await access.cloneToken(for: "octo/demo") }
        #expect(try await access.cloneToken(for: "octo/demo") == "one")
    }

    @Test("Gives a new token time to become known everywhere")
    func youngToken() async throws {
        let refusal = ScriptedTransport.Step.json(401, #"{"message":"Bad credentials"}"#)
        let transport = ScriptedTransport(
            Self.installation, Self.grant("one"), refusal, refusal, refusal,
            .json(404, #"{"message":"Not Found"}"#))
        let publisher = GitHubPublisher(
            client: try Drafts.client(
                transport, clock: clock, credentials: .app(GitHubApp(id: "42", privateKeyPEM: AppKey.pem))))
        let draft = try Drafts.draft(parent: String(repeating: "a", count: 40))
        let error = await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
        #expect(error?.description.contains("404") == true)
        #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
        #expect(transport.requests.suffix(4).allSatisfy { $0.headers["Authorization"] == "Bearer one" })
    }

    @Test("Says so when a new token stays unknown, and replaces an old one that was revoked")
    func refusedTokens() async throws {
        let refusal = ScriptedTransport.Step.json(401, #"{"message":"Bad credentials"}"#)
        let transport = ScriptedTransport(
            Self.installation, Self.grant("one"), refusal, refusal, refusal, refusal,
            Self.installation, Self.grant("two"), .json(404, "{}"), refusal,
            Self.installation, Self.grant("three"), .json(404, "{}"))
        let publisher = GitHubPublisher(
            client: try Drafts.client(
                transport, clock: clock, credentials: .app(GitHubApp(id: "42", privateKeyPEM: AppKey.pem))))
        let draft = try Drafts.draft(parent: String(repeating: "a", count: 40))
        let first = await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
        #expect(first?.description.contains("401 Bad credentials") == true)
        #expect(first?.description.contains("one") == false)
        await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
        clock.advance(by: .seconds(600))
        await #expect(throws: PublishingError.self) { try await publisher.publish(draft) }
        #expect(transport.requests.last?.headers["Authorization"] == "Bearer three")
        #expect(transport.remaining == 0)
    }

    @Test("Tells what the installation may not do")
    func rights() async throws {
        let missing = try await access(ScriptedTransport(Self.installation)).missingRights(in: "octo/demo")
        #expect(
            missing == [
                "the App's installation on octo/demo lacks issues=write",
                "the App's installation on octo/demo lacks pull_requests=write",
            ])
        let error = await #expect(throws: PublishingError.self) {
            try await access(ScriptedTransport(.json(404, #"{"message":"Not Found"}"#))).missingRights(in: "octo/demo")
        }
        #expect(error?.description.contains("the App is installed on it") == true)
    }
}
