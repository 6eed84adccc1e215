import Domain
import Foundation
import TestKit
import Testing

@Suite(.serialized, .fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct ShardTests {
    private let place: URL
    private let repository: SampleRepository

    /// A suite of three files, whose first test each a renamed test id breaks.
    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.ownSamples.appending(path: "clock"), to: place.appending(path: "clock"))
        let spec = repository.folder.appending(path: "tests/clock.spec.ts")
        for name in ["alarm", "timer"] {
            try FileManager.default.copyItem(
                at: spec, to: repository.folder.appending(path: "tests/\(name).spec.ts"))
        }
        try repository.commit("Add more of the suite")
        try repository.replace("data-testid=\"start\"", with: "data-testid=\"begin\"", in: "index.html")
        try repository.commit("Use the product's word for starting")
    }

    private func configuration(shards: Int?, workers: Int, _ more: String = "") -> String {
        """
        \(more)
        workers: \(workers)
        llm: { mode: none }
        repositories:
          - name: acme/clock
            path: "\(repository.folder.path(percentEncoded: false))"
            setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
            timeout: 5m
            \(shards.map { "shards: \($0)" } ?? "")
        """
    }

    /// What of a report does not depend on when and where its job ran.
    private struct Findings: Equatable, CustomStringConvertible {
        let summary: HealingReport.Summary
        let failures: [String]
        let fixes: [String]

        init(_ report: HealingReport) {
            summary = report.summary
            failures = report.failures.map { failure in
                [
                    failure.id, failure.fingerprint, failure.testName, failure.project,
                    "\(failure.file):\(failure.line)",
                    failure.kind, failure.verdict.rawValue, failure.rootCause, failure.fix == nil ? "left" : "mended",
                    failure.trace == nil ? "no trace" : "trace",
                ].joined(separator: " | ")
            }.sorted()
            fixes = report.fixes.map { "\($0.kind) \($0.state.rawValue) \($0.diff ?? "")" }.sorted()
        }

        var description: String { (["\(summary)"] + failures + fixes).joined(separator: "\n") }
    }

    private func healed(_ name: String, shards: Int?, workers: Int) async throws -> (Findings, RunningService, JobID) {
        let service = try RunningService(
            in: place, name, configuration: configuration(shards: shards, workers: workers))
        let id = try await service.start("acme/clock")
        let job = try await service.ended(id)
        #expect(job.state == .succeeded, Comment(rawValue: job.error ?? ""))
        return (Findings(try await service.report(of: id)), service, id)
    }

    @Test(
        "A suite in parts has the same failures and the same repairs as one that runs whole, with one worker and with three"
    )
    func findsTheSame() async throws {
        let (whole, _, _) = try await healed("whole", shards: nil, workers: 1)
        #expect(whole.failures.count == 3)
        #expect(whole.fixes.count == 1)
        for workers in [1, 3] {
            let (parted, service, id) = try await healed("workers-\(workers)", shards: 3, workers: workers)
            #expect(parted == whole)
            let parts = try await service.parts(of: id)
            #expect(parts.map(\.state) == [.succeeded, .succeeded, .succeeded])
            #expect(parts.map(\.shard?.index) == [1, 2, 3])
            let report = try await service.report(of: id)
            let trace = try #require(report.failures.first?.trace)
            #expect(report.artifacts.contains { $0.name == trace })
            #expect(!report.artifacts.contains { $0.name.hasPrefix("shards/") })
            let name = trace.replacing("/", with: "%2F")
            let archive = try await service.read("jobs/\(id.text)/artifacts/\(name)", range: "bytes=0-1")
            #expect(archive == (206, Data("PK".utf8)))
        }
    }

    /// A bucket where `scripts/lib/s3_kit.sh` has started a server for one, else a folder.
    private func commonPlace() throws -> (section: String, environment: [String: String]) {
        struct Bucket: Decodable {
            let s3: String
            let bucket: String
        }
        guard let line = ProcessInfo.processInfo.environment["SELFHEAL_S3_STAND_IN"] else {
            let folder = place.appending(path: "vault")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return ("artifacts: { folder: \"\(folder.path(percentEncoded: false))\" }", [:])
        }
        let server = try JSON.decode(Bucket.self, from: Data(line.utf8))
        return (
            "artifacts: { s3: { endpoint: \"\(server.s3)\", bucket: \(server.bucket), prefix: e2e } }",
            ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret-of-the-tests"]
        )
    }

    @Test("A part whose worker is killed in the middle is run again, and no other")
    func survivesKills() async throws {
        let text = configuration(shards: 3, workers: 1)
        let dying = try RunningService(
            in: place, configuration: text, environment: ["SELFHEAL_FAILPOINT": "shard-2:end"])
        let id = try await dying.start("acme/clock")
        #expect(dying.program.wait() == (true, SIGKILL))
        let service = try RunningService(in: place, configuration: text)
        let job = try await service.ended(id)
        #expect(job.state == .succeeded, Comment(rawValue: job.error ?? ""))
        #expect(try await service.report(of: id).summary.failed == 3)
        let parts = try await service.parts(of: id)
        #expect(parts.map(\.state) == [.succeeded, .succeeded, .succeeded])
        let log = try String(contentsOf: place.appending(path: "data.log"), encoding: .utf8)
        let starts = parts.map { part in
            log.split(separator: "\n").count { $0.contains("Job started") && $0.contains(part.id.text) }
        }
        #expect(starts == [1, 2, 1])
    }

    @Test(
        "Two nodes share the parts of a suite and what the job leaves behind; without a common place the other node says so",
        .enabled(if: PostgresCluster.isInstalled, Comment(rawValue: PostgresCluster.missing)))
    func sharesParts() async throws {
        let database = try await PostgresCluster.shared().newDatabase()
        let (common, keys) = try commonPlace()
        let environment = ["DATABASE_URL": database].merging(keys) { $1 }
        // One job and its parts: who runs the job cannot run all of them while the other node is free.
        let nodes = try ["anna", "bert"].map { name in
            try RunningService(
                in: place, name, configuration: configuration(shards: 3, workers: 1, common), environment: environment)
        }
        let id = try await nodes[0].start("acme/clock")
        let job = try await nodes[0].ended(id)
        #expect(job.state == .succeeded, Comment(rawValue: job.error ?? ""))
        let logs = try ["anna", "bert"].map {
            try String(contentsOf: place.appending(path: "\($0).log"), encoding: .utf8)
        }
        for log in logs { #expect(log.contains("delivered")) }
        var lists: [[HealingReport.Artifact]] = []
        struct Listing: Decodable { let artifacts: [HealingReport.Artifact] }
        for node in nodes {
            #expect(Findings(try await node.report(of: id)).failures.count == 3)
            let listing: Listing = try await node.get("jobs/\(id.text)/artifacts")
            lists.append(listing.artifacts)
            let trace = try #require(listing.artifacts.first { $0.contentType == "application/zip" })
            let name = trace.name.replacing("/", with: "%2F")
            let part = try await node.read("jobs/\(id.text)/artifacts/\(name)", range: "bytes=0-1")
            #expect(part == (206, Data("PK".utf8)))
        }
        #expect(lists[0] == lists[1])

        let loner = try RunningService(
            in: place, "carl", configuration: configuration(shards: 3, workers: 1), environment: environment)
        let answer = try await loner.read("jobs/\(id.text)/artifacts")
        #expect(answer.status == 421)
        let owners = try ["anna", "bert"].map {
            try String(contentsOf: place.appending(path: "\($0)/node"), encoding: .utf8)
        }
        #expect(owners.contains { String(decoding: answer.data, as: UTF8.self).contains($0) })
    }
}
