package import Domain
package import HTTP
package import Queue

/// What people and programs see of the service and its jobs. `openapi.yaml` describes every route, and a test holds the
/// two together.
package struct StatusAPI: Sendable {
    /// Starts a job that somebody asked for; the second argument is the name of the token.
    package typealias StartJob = @Sendable (HTTPRequest, String?) async throws -> HTTPResponse

    let store: any JobStore
    let access: AccessControl
    let artifacts: @Sendable (Job) -> any ArtifactStore
    let startJob: StartJob
    let health: Health
    let now: @Sendable () -> Timestamp

    package init(
        store: any JobStore, access: AccessControl,
        artifacts: @escaping @Sendable (Job) -> any ArtifactStore, startJob: @escaping StartJob, health: Health,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.access = access
        self.artifacts = artifacts
        self.startJob = startJob
        self.health = health
        self.now = now
    }

    package func route(in router: inout Router) {
        router.on(.post, "/api/v1/jobs", accepts: [.json], bodyLimitBytes: 64 * 1024) { request in
            try await startJob(request, access.check(request, for: .write))
        }
        router.on(.get, "/api/v1/jobs") { try await list($0) }
        router.on(.get, "/api/v1/jobs/{id}") { try await job($0) }
        router.on(.get, "/api/v1/jobs/{id}/report") { try await report($0) }
        router.on(.get, "/api/v1/jobs/{id}/events") { try await events($0) }
        router.on(.get, "/api/v1/jobs/{id}/artifacts") { try await listArtifacts($0) }
        router.on(.get, "/api/v1/jobs/{id}/artifacts/{name}") { try await artifact($0) }
        router.on(.post, "/api/v1/jobs/{id}/cancel", bodyLimitBytes: 1024) { try await cancel($0) }
        router.on(.post, "/api/v1/jobs/{id}/retry", bodyLimitBytes: 1024) { try await retry($0) }
        health.route(in: &router)
        router.on(.get, "/openapi.yaml") { _ in
            .octets(PackageResources.openapi_yaml, contentType: "application/yaml").withEntityTag()
        }
    }
}

extension StoreError: HTTPResponseError {
    /// What a route does not answer in its own words.
    package var response: HTTPResponse {
        switch self {
        case .noSuchJob(let id): .problem(.notFound, detail: "There is no job \(id).")
        case .illegal(let transition, _): .problem(.conflict, detail: "This cannot be done: \(transition).")
        case .isPart(_, let parent):
            .problem(.conflict, detail: "This is a part of job \(parent): retry that one.")
        case .full(let what):
            .problem(
                .serviceUnavailable, detail: "The queue is full: \(what). Send it again later.",
                headers: ["Retry-After": "30"])
        case .leaseLost, .unavailable:
            .problem(
                .serviceUnavailable, detail: "The store cannot answer now. Try again later.",
                headers: ["Retry-After": "30"])
        case .rejected:
            .problem(
                .internalServerError, detail: "The store does not take this; the service's log says why.")
        }
    }
}

/// Files that a job left behind.
package protocol ArtifactStore: Sendable {
    /// - Throws: `ArtifactsElsewhere` or `ArtifactsUnreachable`, as the other one.
    func list() async throws -> [HealingReport.Artifact]
    /// Path of the file with exactly this name; nil when the job has none.
    func path(of name: String) async throws -> String?
}

/// The files lie on another node's disk, where this one does not reach them.
package struct ArtifactsElsewhere: HTTPResponseError, Hashable {
    package let job: JobID
    package let node: String
    /// What makes them reachable.
    package let remedy: String

    package init(job: JobID, node: String, remedy: String) {
        self.job = job
        self.node = node
        self.remedy = remedy
    }

    package var response: HTTPResponse {
        .problem(
            .misdirectedRequest, title: "Artifacts on another node",
            detail: "The artifacts of job \(job) lie on the node \(node), not on this one: \(remedy).")
    }
}

/// The vault that should have the files did not give them.
package struct ArtifactsUnreachable: HTTPResponseError, Hashable {
    package let job: JobID
    /// Whether a later try may go better.
    package let mayPass: Bool

    package init(job: JobID, mayPass: Bool) {
        self.job = job
        self.mayPass = mayPass
    }

    package var response: HTTPResponse {
        mayPass
            ? .problem(
                .serviceUnavailable,
                detail: "The vault with the artifacts of job \(job) does not answer. Try again later.",
                headers: ["Retry-After": "30"])
            : .problem(
                .badGateway,
                detail:
                    "The vault with the artifacts of job \(job) does not give them: the service's log says why, and "
                    + "`selfheal doctor` what mends it.")
    }
}
