import Domain
import Foundation
import HTTP
package import Queue

/// Whether the service lives, whether it can take work, and its figures.
package struct Health: Sendable {
    private let store: any JobStore
    private let access: AccessControl
    private let isDraining: @Sendable () -> Bool

    package init(store: any JobStore, access: AccessControl, isDraining: @escaping @Sendable () -> Bool) {
        self.store = store
        self.access = access
        self.isDraining = isDraining
    }

    func route(in router: inout Router) {
        router.onImmediateGet("/healthz") { _ in
            HTTPResponse.json(Array(#"{"status":"ok"}"#.utf8)).withEntityTag()
        }
        router.on(.get, "/readyz") { _ in try await ready() }
        router.on(.get, "/metrics") { try await metrics($0) }
    }

    private func ready() async throws -> HTTPResponse {
        var problems: [String: String] = [:]
        if isDraining() { problems["service"] = "it is shutting down" }
        do {
            try await store.checkWritable()
        } catch {
            problems["store"] = error.description
        }
        guard problems.isEmpty else {
            return .json(Array(try JSON.encode(problems)), status: .serviceUnavailable)
        }
        return .json(Array(#"{"status":"ready"}"#.utf8))
    }

    /// In Prometheus' text format.
    private func metrics(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let counts = try await store.counts()
        let lines = Job.State.allCases.map { "selfheal_jobs{state=\"\($0.rawValue)\"} \(counts[$0] ?? 0)" }
        let text = "# HELP selfheal_jobs Jobs by state.\n# TYPE selfheal_jobs gauge\n" + lines.joined(separator: "\n")
        return .octets(Array((text + "\n").utf8), contentType: "text/plain; version=0.0.4; charset=utf-8")
    }
}
