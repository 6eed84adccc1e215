import Domain
import Foundation
import HTTP
import Logging
import Queue
import RelationalStore
import SQLiteStore
import Testing
import Triggers

@testable import StatusAPI

struct RoutesTests {
    private struct NoArtifacts: ArtifactStore {
        func list() -> [HealingReport.Artifact] { [] }
        func path(of name: String) -> String? { nil }
    }

    private let store: RelationalJobStore

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try RelationalJobStore.sqlite(path: folder.appending(path: "jobs.db").path(percentEncoded: false))
    }

    private func api(_ access: AccessControl = AccessControl(tokens: [], isLoopbackOnly: true)) -> StatusAPI {
        StatusAPI(
            store: store, access: access, artifacts: { _ in NoArtifacts() },
            startJob: { _, _ in HTTPResponse(.accepted) },
            health: Health(
                store: store, log: RelationalActionLog(in: store), access: access, standing: { nil },
                isDraining: { false },
                workers: { nil }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        )
    }

    @Test("openapi.yaml describes exactly the routes that there are")
    func describesRoutes() throws {
        var router = Router()
        let access = AccessControl(tokens: [], isLoopbackOnly: true)
        api(access).route(in: &router)
        History(store: store, access: access).route(in: &router)
        TestList(store: store, access: access).route(in: &router)
        Control(log: RelationalActionLog(in: store), access: access, standing: { nil }).route(
            in: &router)
        PlaybookList(access: access, statuses: { [] }).route(in: &router)
        Dashboard().route(in: &router)
        let repositories = RepositoryDirectory([], server: "https://github.com")
        GitHubWebhook(
            signature: WebhookSignature(secrets: []), repositories: repositories,
            intake: Intake(store: store), logger: Logger(label: "test")
        ).route(in: &router)
        CronPing(repositories: repositories, intake: Intake(store: store))
            .route(in: &router) { _ in nil }
        let routes = Set(router.routes.map { "\($0.method.name) \($0.pattern)" })
        #expect(routes == described(String(decoding: PackageResources.openapi_yaml, as: UTF8.self)))
    }

    /// Paths stand two spaces deep in `paths:`, their methods four.
    private func described(_ text: String) -> Set<String> {
        var result: Set<String> = []
        var path = ""
        for line in text.split(separator: "\n").drop(while: { $0 != "paths:" }).dropFirst() {
            if !line.hasPrefix(" ") { break }
            let name = line.trimmingCharacters(in: .whitespaces).split(separator: ":").first.map(String.init) ?? ""
            if line.hasPrefix("  /") { path = name }
            if line.hasPrefix("    "), !line.hasPrefix("     "),
                ["get", "post", "put", "patch", "delete"].contains(name)
            {
                result.insert("\(name.uppercased()) \(path)")
            }
        }
        return result
    }

    @Test("A job is shown with the members that the contract names")
    func showsJobs() async throws {
        var job = Job(
            id: .next(), trigger: .init(kind: .push, delivery: "d", sender: "sam"), repository: "acme/shop",
            ref: "main", createdAt: Timestamp(milliseconds: 1_795_353_410_042))
        job.sha = CommitSHA(String(repeating: "a", count: 40))
        _ = try await store.enqueue([job], delivery: nil)
        let response = try await api().job(
            HTTPRequest(method: .get, path: "/api/v1/jobs/\(job.id)", pathParameters: ["id": job.id.text]))
        guard case .octets(let body) = response.body else {
            Issue.record("no body")
            return
        }
        let text = String(decoding: body, as: UTF8.self)
        for member in [
            "\"state\":\"queued\"", "\"stage\":\"checkout\"", "\"createdAt\":\"2026-11-22T13:16:50.042Z\"",
            "\"trigger\":{\"delivery\":\"d\",\"kind\":\"push\",\"sender\":\"sam\"}", "\"attempt\":1", "\"priority\":3",
        ] {
            #expect(text.contains(member), "\(member) is not in \(text)")
        }
        #expect(response.headers["ETag"] != nil)
    }

    @Test("Lists are paged with a cursor and a link")
    func pages() async throws {
        let jobs = (1...3).map { number in
            Job(
                id: .next(), trigger: .init(kind: .manual), repository: "acme/\(number)", ref: "main", createdAt: .now()
            )
        }
        _ = try await store.enqueue(jobs, delivery: nil)
        let response = try await api().list(
            HTTPRequest(method: .get, path: "/api/v1/jobs", query: HTTPQuery("limit=2")))
        #expect(response.headers["Link"]?.hasSuffix("rel=\"next\"") == true)
        await #expect(throws: HTTPProblem.self) {
            try await api().list(HTTPRequest(method: .get, path: "/api/v1/jobs", query: HTTPQuery("limit=0")))
        }
    }
}
