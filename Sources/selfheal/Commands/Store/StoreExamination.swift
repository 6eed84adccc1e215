import Domain
import Pipeline
import PostgresStore
import Queue
import RelationalStore
import SQLiteStore

/// What `selfheal store check` finds out about a store; it may be in use meanwhile.
struct StoreExamination: Encodable {
    let store: String
    /// Steps of the schema that the store has, and those that this version would add.
    let schema: [String], missing: [String]
    /// Damage, as the database finds it.
    var problems: [String]
    /// What was not looked at, and what does.
    let unchecked: String?
    /// It was written by a newer version than this one.
    let isNewer: Bool
    var stuckJobs: [StuckJob] = []
    /// Jobs that are no more and whose artifacts still lie in the data folder.
    var orphanedArtifacts: [JobID] = []

    var isSound: Bool { problems.isEmpty && !isNewer && stuckJobs.isEmpty }

    /// A job that could have started this long ago has been forgotten, or nobody works.
    private static let longWait = Duration.seconds(86_400)

    /// - Parameter data: the folder that the artifacts lie in; nil: they are not looked at.
    init(_ address: StoreAddress, data: String?, at time: Timestamp = .now()) async throws {
        store = "\(address)"
        let jobs: RelationalJobStore
        switch address {
        case .sqlite(let path):
            let check = try StoreFile(path: path).check()
            (schema, missing, problems, isNewer) = (check.schema, check.missing, check.problems, check.isNewer)
            unchecked = nil
            guard isSound, missing.isEmpty else { return }
            jobs = RelationalJobStore(try SQLiteDatabase(path: path, use: .looking))
        case .postgres(let address):
            let settings = PostgresSettings(address: address)
            let check = try await PostgresStoreCheck(settings)
            (schema, missing, problems, isNewer) = (check.schema, check.missing, [], check.isNewer)
            unchecked = "integrity was not checked: PostgreSQL's pg_amcheck does that"
            guard isSound, missing.isEmpty else { return }
            jobs = RelationalJobStore(PostgresDatabase(settings))
        }
        stuckJobs = try await jobs.stuckJobs(at: time, waitingSince: time.advanced(by: .zero - Self.longWait))
        guard let data else { return }
        let there = JobFolders.jobsWithArtifacts(in: data)
        let known = try await jobs.known(there, notEndedBefore: nil)
        orphanedArtifacts = there.filter { !known.contains($0) }
    }

    var text: String {
        var lines = ["\(store): schema \(schema.last ?? "none")"]
        if isNewer { lines.append("it was written by a newer version of selfheal: use that one") }
        if !missing.isEmpty {
            lines.append("`selfheal store migrate` would add \(missing.joined(separator: ", "))")
        }
        lines += problems
        lines += stuckJobs.map { "job \($0.id) is stuck (\($0.state.rawValue)): \($0.why)" }
        if !orphanedArtifacts.isEmpty {
            lines.append(
                "artifacts of \(orphanedArtifacts.count) jobs that are no more lie in the data folder, for example "
                    + "artifacts/\(orphanedArtifacts[0]): they may be deleted")
        }
        if let unchecked { lines.append(unchecked) }
        if isSound { lines.append(unchecked == nil ? "nothing is wrong with it" : "nothing else is wrong with it") }
        return lines.joined(separator: "\n  ")
    }
}
