import GitHub
import HTTPClient
import Pipeline
import Testing
import TestKit

@Suite(.quietLogs) struct GitHubRepositoryAccessTests {
    @Test("A personal token serves for git as it is, and without credentials there is none")
    func cloneToken() async throws {
        let transport = ScriptedTransport()
        let personal = GitHubRepositoryAccess(client: try Drafts.client(transport))
        #expect(try await personal.cloneToken(for: "octo/demo") == "t0ken")
        let nobody = GitHubRepositoryAccess(client: try Drafts.client(transport, credentials: .none))
        #expect(try await nobody.cloneToken(for: "octo/demo") == nil)
        await #expect(throws: PublishingError.self) { try await personal.cloneToken(for: "../demo") }
        #expect(transport.requests.isEmpty)
    }

    @Test(
        "Tells whether a token may push",
        arguments: [
            (#"{"full_name":"octo/demo","permissions":{"pull":true,"push":true}}"#, []),
            (
                #"{"full_name":"octo/demo","permissions":{"pull":true,"push":false}}"#,
                ["the token may not push to octo/demo"]
            ),
            (#"{"full_name":"octo/demo"}"#, ["the token may not push to octo/demo"]),
        ])
    func missingRights(answer: String, missing: [String]) async throws {
        let access = GitHubRepositoryAccess(client: try Drafts.client(ScriptedTransport(.json(200, answer))))
        #expect(try await access.missingRights(in: "octo/demo") == missing)
    }
}
