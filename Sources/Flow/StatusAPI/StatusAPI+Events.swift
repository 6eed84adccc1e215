import Domain
import HTTP
import Queue

extension StatusAPI {
    private static let batch = 200

    /// The events of a job from the first one, or from the one after `Last-Event-ID`, until the job has ended.
    func events(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.check(request, for: .read)
        let job = try await known(request)
        let last = request.headers["Last-Event-ID"].map { Int64($0) } ?? 0
        guard let last else {
            throw HTTPProblem(.badRequest, detail: "Last-Event-ID must be the `id` of an event of this job.")
        }
        return .eventStream { writer in try await follow(job.id, after: last, writer) }
    }

    private func follow(_ id: JobID, after last: Int64, _ writer: BodyWriter) async throws {
        var last = last
        while true {
            // Asked before the events are read, so that none can come between the last look and the end.
            let isOver = try await store.job(id)?.state.isFinal ?? true
            let entries = try await store.events(of: id, after: last, limit: Self.batch)
            for entry in entries { try await writer.write(Self.frame(entry)) }
            last = entries.last?.sequence ?? last
            if isOver, entries.count < Self.batch { return }
            // A comment tells a proxy, and us, that the other side is still there.
            if entries.isEmpty { try await writer.write(Array(":\n\n".utf8)) }
            if entries.count < Self.batch { try await Task.sleep(for: .milliseconds(250)) }
        }
    }

    private static func frame(_ entry: JobLogEntry) -> [UInt8] {
        // JSON of ours has no line breaks, which would end the field.
        let data = String(decoding: entry.data, as: UTF8.self)
        return Array("id: \(entry.sequence)\nevent: \(entry.kind.rawValue)\ndata: \(data)\n\n".utf8)
    }
}
