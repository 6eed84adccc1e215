import Domain
import Foundation
import HTTP
import Queue
import RelationalStore
import SQLiteStore
import Testing

@testable import StatusAPI

struct ControlTests {
    private let store: RelationalJobStore
    private let log: RelationalActionLog
    private let access: AccessControl
    private let time = Timestamp(milliseconds: 1_800_000_000_042)

    init() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).db")
        store = try .sqlite(path: path.path(percentEncoded: false))
        log = RelationalActionLog(in: store)
        access = AccessControl(tokens: [try AccessToken("sam:secret")], isLoopbackOnly: true)
    }

    private func control(_ file: Pause? = nil) -> Control {
        Control(
            log: log, access: access,
            standing: {
                if let file { return file }
                return try await log.pause()
            }, now: { time })
    }

    private func request(_ method: HTTPMethod = .post, _ body: String = "", query: String = "") -> HTTPRequest {
        HTTPRequest(
            method: method, path: "/api/v1/audit", query: HTTPQuery(query),
            headers: ["Authorization": "Bearer secret"], body: Array(body.utf8))
    }

    private func text(_ response: HTTPResponse) throws -> String {
        guard case .octets(let octets) = response.body else { throw HTTPProblem(.notFound, detail: "no body") }
        return String(decoding: octets, as: UTF8.self)
    }

    @Test("A pause stands with its first reason until somebody resumes, and both are written down once")
    func pausesAndResumes() async throws {
        let paused = #"{"by":"sam","paused":true,"reason":"deploy","since":"\#(time)"}"#
        #expect(try text(await control().pause(request(.post, #"{"reason":" deploy "}"#))) == paused)
        #expect(try text(await control().pause(request(.post, #"{"reason":"other"}"#))) == paused)
        #expect(try text(await control().state(request(.get))) == paused)
        #expect(try text(await control().resume(request())) == #"{"paused":false}"#)
        #expect(try text(await control().resume(request())) == #"{"paused":false}"#)
        let entries = try await log.audit(before: nil, limit: 10)
        #expect(entries.map(\.what) == ["resume", "pause"])
        #expect(entries.map(\.actor) == ["sam", "sam"])
        #expect(entries.last?.why == "deploy")
    }

    @Test("Resuming wakes the workers")
    func wakesWorkers() async throws {
        _ = try await control().pause(request())
        let seen = await store.signals.work.wait(after: 0)
        _ = try await control().resume(request())
        #expect(await store.signals.work.wait(after: seen) > seen)
    }

    @Test("The pause of a file shows, and resuming does not end it")
    func showsKillSwitch() async throws {
        let file = Pause(reason: "kill switch", by: "/data/paused", since: time)
        let control = control(file)
        let shown = #"{"by":"/data/paused","paused":true,"reason":"kill switch","since":"\#(time)"}"#
        #expect(try text(await control.state(request(.get))) == shown)
        #expect(try text(await control.resume(request())) == shown)
    }

    @Test(
        "A body that is no reason is refused, and pauses nothing",
        arguments: ["{", "[]", #"{"reason":1}"#, "7", #"{"reason":"\#(String(repeating: "x", count: 501))"}"#])
    func refusesBodies(body: String) async throws {
        await #expect(throws: HTTPProblem.self) { try await control().pause(request(.post, body)) }
        #expect(try await log.pause() == nil)
    }

    @Test("Nobody pauses or resumes without a token, and a refusal is not written down")
    func needsTokens() async throws {
        let bare = HTTPRequest(method: .post, path: "/api/v1/pause")
        await #expect(throws: Unauthorized.self) { try await control().pause(bare) }
        await #expect(throws: Unauthorized.self) { try await control().resume(bare) }
        #expect(try await log.audit(before: nil, limit: 1).isEmpty)
    }

    @Test("The audit log is read page by page, the newest first")
    func pagesAudit() async throws {
        for number in 1...3 {
            try await log.append(
                AuditEntry(
                    at: time, job: nil, what: "notify", target: "\(number)", why: "", result: "", dryRun: false))
        }
        let first = try await control().audit(request(.get, query: "limit=2"))
        #expect(first.headers["Link"] == "</api/v1/audit?limit=2&cursor=2>; rel=\"next\"")
        #expect(try text(first).contains(#""nextCursor":"2""#))
        let second = try await control().audit(request(.get, query: "limit=2&cursor=2"))
        #expect(try text(second).contains(#""sequence":1"#))
        #expect(try !text(second).contains("nextCursor"))
    }

    @Test(
        "A cursor that no page has given is refused",
        arguments: ["0", "-1", "+1", "01", "x", "", "9223372036854775808"])
    func refusesCursors(cursor: String) async throws {
        await #expect(throws: HTTPProblem.self) {
            try await control().audit(request(.get, query: "cursor=\(cursor)"))
        }
    }
}
