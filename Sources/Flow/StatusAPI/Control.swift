package import Domain
import Foundation
package import HTTP
package import Queue

/// The human override, and the log of what was done.
package struct Control: Sendable {
    private let log: any ActionLog & PauseStore
    private let access: AccessControl
    private let standing: @Sendable () async throws -> Pause?
    private let now: @Sendable () -> Timestamp

    private static let reasonLimit = 500

    /// - Parameter standing: the pause that holds now, whoever asked for it; one of a file on the machine is shown by the
    ///   API, which cannot end it.
    package init(
        log: any ActionLog & PauseStore, access: AccessControl,
        standing: @escaping @Sendable () async throws -> Pause?, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.log = log
        self.access = access
        self.standing = standing
        self.now = now
    }

    package func route(in router: inout Router) {
        router.on(.get, "/api/v1/pause") { try await state($0) }
        router.on(.post, "/api/v1/pause", accepts: [.json], bodyLimitBytes: 8 * 1024) { try await pause($0) }
        router.on(.post, "/api/v1/resume", bodyLimitBytes: 1024) { try await resume($0) }
        router.on(.get, "/api/v1/audit") { try await audit($0) }
    }

    private struct State: Encodable {
        let paused: Bool
        let reason: String?
        let by: String?
        let since: Timestamp?
    }

    func state(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        return try await state().withEntityTag()
    }

    /// A second pause changes nothing: the first one stands, with its reason and its time.
    func pause(_ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try access.check(request, for: .write) ?? ""
        let reason = try Self.reason(request.body)
        if try await log.pause() == nil {
            try await write("pause", by: name, why: reason, result: "jobs queue, and none acts")
            try await log.setPause(Pause(reason: reason, by: name, since: now()))
        }
        return try await state()
    }

    func resume(_ request: HTTPRequest) async throws -> HTTPResponse {
        let name = try access.check(request, for: .write) ?? ""
        if let known = try await log.pause() {
            let why = "ends the pause of \(known.since) by \(known.by)"
            try await write("resume", by: name, why: why, result: "jobs run again")
            try await log.setPause(nil)
        }
        return try await state()
    }

    func audit(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let paging = try Paging(request.query, sequenceNumber)
        let entries = try await log.audit(before: paging.cursor, limit: paging.wanted)
        return try paging.page(entries, as: "entries", for: request) { String($0.sequence) }
    }

    private func state() async throws -> HTTPResponse {
        let pause = try await standing()
        let state = State(paused: pause != nil, reason: pause?.reason, by: pause?.by, since: pause?.since)
        return .json(Array(try JSON.encode(state)))
    }

    private func write(_ what: String, by name: String, why: String, result: String) async throws {
        try await log.append(
            AuditEntry(
                at: now(), job: nil, actor: name, what: what, target: "service", why: why, result: result, dryRun: false
            ))
    }

    private struct Reason: Decodable { let reason: String? }

    private static func reason(_ body: [UInt8]) throws -> String {
        if body.isEmpty { return "" }
        let given: Reason
        do {
            given = try JSON.decode(Reason.self, from: Data(body))
        } catch DecodingError.dataCorrupted {
            throw HTTPProblem(.badRequest, detail: "The body is no valid JSON.")
        } catch {
            throw HTTPProblem(
                .unprocessableContent, detail: "The body must be an object with a text `reason`, or be left out.")
        }
        let reason = (given.reason ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard reason.count <= reasonLimit else {
            throw HTTPProblem(
                .unprocessableContent, detail: "`reason` must have \(reasonLimit) characters at most.")
        }
        return reason
    }
}
