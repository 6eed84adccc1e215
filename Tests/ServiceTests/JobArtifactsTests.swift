import Domain
import Foundation
import HTTP
import Logging
import Pipeline
import Queue
import StatusAPI
import Testing
import Tools

@testable import selfheal

struct JobArtifactsTests {
    private let place = FileManager.default.temporaryDirectory.appending(path: "artifacts-\(UUID().uuidString)")
        .path(percentEncoded: false)
    private let job: Job

    init() throws {
        var job = Job(id: .next(), trigger: .init(kind: .manual), repository: "a/b", ref: "main", createdAt: .now())
        job.state = .succeeded
        self.job = job
        try FileManager.default.createDirectory(atPath: place + "/vault", withIntermediateDirectories: true)
        try write("trace", to: "test/a b.zip")
        try write("{}", to: "test/report.json")
        try write("part", to: "shards/\(job.id).zip")
    }

    private struct Place: JobPlaces {
        let node: String?
        func node(of job: JobID) -> String? { node }
    }

    private var archive: JobArchive { JobArchive(vault: FolderVault(folder: place + "/vault")) }
    private var folders: JobFolders { JobFolders(data: place + "/anna", job: job.id) }

    private func write(_ text: String, to name: String) throws {
        let file = URL(filePath: "\(folders.artifacts)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Anna ran the job.
    private func artifacts(of job: Job? = nil, at node: String, _ archive: JobArchive?) -> JobArtifacts {
        JobArtifacts(
            job: job ?? self.job, data: "\(place)/\(node)", node: node, places: Place(node: "anna"), archive: archive,
            cache: ArtifactCache(folder: "\(place)/\(node)/cache"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func text(_ name: String, _ artifacts: JobArtifacts) async throws -> String? {
        try await artifacts.path(of: name).flatMap { FileManager.default.contents(atPath: $0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A node shows what it made itself from its own disk, without the archives of parts")
    func showsItsOwn() async throws {
        let own = artifacts(at: "anna", nil)
        #expect(try await own.list().map(\.name) == ["test/a b.zip", "test/report.json"])
        #expect(try await text("test/a b.zip", own) == "trace")
        #expect(try await own.path(of: "shards/\(job.id).zip") == nil)
        #expect(try await own.path(of: "../anna/node") == nil)
    }

    @Test("Without a vault another node says where the files are")
    func saysWhere() async throws {
        let other = artifacts(at: "bert", nil)
        let error = try await #require(throws: ArtifactsElsewhere.self) { _ = try await other.list() }
        #expect(error.node == "anna")
        await #expect(throws: ArtifactsElsewhere.self) { _ = try await other.path(of: "test/report.json") }
    }

    @Test("What a job has put into the vault, every node shows, and fetches a file once")
    func showsOthers() async throws {
        try await archive.keep(job, of: "anna", in: folders)
        let other = artifacts(at: "bert", archive)
        #expect(try await other.list() == folders.list())
        #expect(try await text("test/a b.zip", other) == "trace")
        try FileManager.default.removeItem(atPath: "\(place)/vault/\(job.id)/files/test/a b.zip")
        #expect(try await text("test/a b.zip", other) == "trace")
        #expect(try await other.path(of: "test/other.zip") == nil)
    }

    @Test(
        "Of a vault that fails the client learns whether to come again, and none of its words",
        arguments: [true, false])
    func tellsOfTheVault(mayPass: Bool) async throws {
        let other = artifacts(at: "bert", JobArchive(vault: LostVault(mayPass: mayPass)))
        let error = try await #require(throws: ArtifactsUnreachable.self) { _ = try await other.list() }
        await #expect(throws: error) { _ = try await other.path(of: "test/report.json") }
        let response = error.response
        #expect(response.status == (mayPass ? .serviceUnavailable : .badGateway))
        #expect(response.headers["Retry-After"] == (mayPass ? "30" : nil))
        guard case .octets(let body) = response.body else { throw error }
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("\(job.id)") && !text.contains("bucket"))
    }

    @Test("What an earlier attempt put there is not shown for a later one, and goes with it")
    func showsTheNewestAttempt() async throws {
        try await archive.keep(job, of: "anna", in: folders)
        var again = job
        again.attempt = 2
        let error = try await #require(throws: ArtifactsElsewhere.self) {
            _ = try await artifacts(of: again, at: "bert", archive).list()
        }
        #expect(error.remedy.contains("vault"))
        try FileManager.default.removeItem(atPath: "\(folders.artifacts)/test/a b.zip")
        try await archive.keep(again, of: "anna", in: folders)
        #expect(try await artifacts(of: again, at: "bert", archive).list().map(\.name) == ["test/report.json"])
        #expect(!FileManager.default.fileExists(atPath: "\(place)/vault/\(job.id)/files/test/a b.zip"))
    }

    @Test("A name in the vault's index that leads out of the folder is none")
    func staysInside() async throws {
        try await archive.keep(job, of: "anna", in: folders)
        let index = JobArchive.Index(
            node: "anna", attempt: 1,
            artifacts: ["../x", "a//b", "./c", "test/report.json"].map {
                .init(name: $0, bytes: 1, contentType: "text/plain")
            })
        try JSON.encode(index).write(to: URL(filePath: "\(place)/vault/\(job.id)/index.json"))
        let other = artifacts(at: "bert", archive)
        #expect(try await other.list().map(\.name) == ["test/report.json"])
        #expect(try await other.path(of: "../x") == nil)
    }

    @Test("Whoever has lost the job meanwhile does not replace what is there")
    func holds() async throws {
        try await archive.keep(job, of: "anna", in: folders)
        var again = job
        again.attempt = 2
        await #expect(throws: StoreError.self) {
            try await archive.keep(again, of: "bert", in: folders) { throw StoreError.leaseLost(job.id) }
        }
        #expect(try await archive.index(of: job.id)?.attempt == 1)
    }

    @Test("Of a job that is no more nothing stays in the vault")
    func removes() async throws {
        try await archive.keep(job, of: "anna", in: folders)
        await archive.remove(job.id)
        let walk = FileManager.default.enumerator(atPath: place + "/vault")
        let files = (walk?.allObjects as? [String] ?? []).filter { $0.contains(".") }
        #expect(files.isEmpty)
    }

    @Test("The cache keeps to its limit, and lets go of what was asked for least lately")
    func trims() async throws {
        var cache = ArtifactCache(folder: place + "/cache", limitBytes: 10)
        for (hour, name) in ["a", "b", "c"].enumerated() {
            cache.now = { Date(timeIntervalSince1970: Double(hour) * 3600) }
            _ = try await cache.file(name) { path in
                try Data("12345".utf8).write(to: URL(filePath: path))
                return true
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: place + "/cache").sorted() == ["b", "c"])
        #expect(try await cache.file("d") { _ in false } == nil)
    }
}

private struct LostVault: ArtifactVault {
    let mayPass: Bool
    let place = "the bucket heal at https://s3.internal"

    private var error: VaultError { VaultError("cannot fetch from \(place)", mayPass: mayPass) }

    func put(_ file: String, as key: String, contentType: String) async throws { throw error }
    func fetch(_ key: String, into file: String) async throws -> Bool { throw error }
    func remove(_ key: String) async throws { throw error }
}
