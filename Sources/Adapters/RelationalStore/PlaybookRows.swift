import Domain
import Queue

/// The runs of playbooks.
enum PlaybookRows {
    /// Oldest first.
    static func find(
        _ connection: any SQLConnection, where condition: String, _ values: [SQLValue]
    ) throws -> [PlaybookRun] {
        try connection.rows("SELECT document FROM playbook_run WHERE \(condition) ORDER BY started_at, id", values)
            .compactMap { try $0.json(PlaybookRun.self, 0) }
    }

    static func end(
        _ run: PlaybookRun, as state: PlaybookRun.State, result: String, _ connection: any SQLConnection,
        at time: Timestamp
    ) throws {
        var run = run
        run.state = state
        run.result = result
        run.endedAt = time
        try connection.changeLater(
            "UPDATE playbook_run SET document = ?2 WHERE id = ?1", [.text(run.id.text), try .json(run)])
    }

    /// Ends what a job that has ended leaves without an end: a job that goes on finds its intents as they are, and this one
    /// does not. One that ended well has seen to its own, and a part of a suite and one that never ran have none.
    static func endOpen(of job: Job, _ connection: any SQLConnection, at time: Timestamp) throws {
        guard job.state != .succeeded, job.parent == nil, job.startedAt != nil else { return }
        for run in try find(connection, where: "job = ?1", [.text(job.id.text)]) where run.state == .intended {
            try end(
                run, as: .unknown,
                result: "its job has ended (\(job.state.rawValue)) before it was known whether it acted",
                connection, at: time)
        }
    }
}
