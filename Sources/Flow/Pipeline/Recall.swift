import Compression
import Cryptography
import Domain
import Evidence
import Foundation
import Locators
import Queue

/// The last good state of tests beyond the runs of one job: what the pages of a good run looked like is kept, one run of each
/// test, and found again when the test fails and no earlier commit can be run, or shows it green. What is too large for that
/// leaves the fingerprints of its locators' elements.
struct Recall: Sendable {
    let bench: Workbench

    /// A digest is a few percent of its trace. With thousands of larger ones the store would hold little else.
    private static let limitBytes = 512 << 10

    struct Memory: Hashable, Sendable {
        /// The good run, laid out as a trace that can be read; nil when it was too large to be kept.
        let trace: String?
        let locators: LocatorIndex
        let sha: CommitSHA
        let at: Timestamp
    }

    /// Whether every test of this job's suite is to be traced, so that it can be remembered: runs by schedule are nobody's
    /// to wait for.
    var tracesAll: Bool {
        bench.ports.goodRuns != nil && bench.request.job.trigger.kind == .cron && !bench.request.job.dryRun
    }

    /// Keeps the good ones of a run that was traced. What cannot be kept is told, and costs nothing else.
    func remember(_ reading: SuiteReading, folder: String, at sha: CommitSHA) async throws {
        guard let memory = bench.ports.goodRuns, !bench.request.job.dryRun else { return }
        var problems = 0
        for (key, trace) in reading.goodTraces(folder: folder).sorted(by: { $0.key.title < $1.key.title }) {
            try Task.checkCancellation()
            do {
                let digest = try digest(of: trace)
                let locators: Data
                do { locators = try index(of: trace) } catch {
                    // The digest is worth keeping by itself.
                    locators = Data()
                    problems += 1
                    if problems == 1 { await tell(error) }
                }
                guard !digest.isEmpty || !locators.isEmpty else { continue }
                try await memory.remember(
                    GoodRun(
                        test: name(of: key), sha: sha, at: bench.ports.clock.now(), trace: digest, locators: locators))
            } catch let error as CancellationError {
                throw error
            } catch {
                problems += 1
                if problems == 1 { await tell(error) }
            }
        }
    }

    private func tell(_ error: any Error) async {
        await bench.journal.tell(.log("a good run cannot be remembered whole: \(error)"))
    }

    /// - Returns: nothing when it is too large.
    private func digest(of trace: String) throws -> Data {
        do {
            let digest = try TraceDigest.make(of: ZIPArchive(contentsOf: trace)) {
                bench.ports.redaction.withoutKnown($0)
            }
            return digest.count <= Self.limitBytes ? Data(digest) : Data()
        } catch is EvidenceError {
            return Data()
        }
    }

    private func index(of trace: String) throws -> Data {
        let lines = try LocatorIndex(of: TraceFile.read(trace)).lines { bench.ports.redaction.withoutKnown($0) }
        return lines.isEmpty ? Data() : Data(try Gzip.compress(lines))
    }

    /// Removes the traces of good tests, which nobody looks at and whose digests are kept.
    func clear(_ reading: SuiteReading, folder: String) {
        for trace in reading.goodTraces(folder: folder).values { try? FileManager.default.removeItem(atPath: trace) }
    }

    /// - Returns: nil when nothing is known of the test, or when the store cannot tell now.
    func memory(of test: RedTest) async -> Memory? {
        guard let memory = bench.ports.goodRuns else { return nil }
        do {
            guard let run = try await memory.goodRun(of: name(of: test.key)) else { return nil }
            let locators =
                run.locators.isEmpty
                ? [] : try Gzip.decompress(Array(run.locators), limitBytes: LocatorIndex.limitBytes)
            let index = LocatorIndex(lines: locators)
            guard !run.trace.isEmpty else { return Memory(trace: nil, locators: index, sha: run.sha, at: run.at) }
            let text = [test.key.project, test.key.file, test.key.title].joined(separator: "\n")
            let file = bench.folders.run("memory/\(try SHA256.hexadecimal(of: Array(text.utf8)).prefix(16)).zip")
            try FileManager.default.createDirectory(
                at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
            try run.trace.write(to: URL(filePath: file), options: .atomic)
            return Memory(trace: file, locators: index, sha: run.sha, at: run.at)
        } catch {
            await bench.journal.tell(.log("what is remembered of \(test.title) cannot be read: \(error)"))
            return nil
        }
    }

    private func name(of key: TestKey) -> TestName {
        TestName(repository: bench.repository.name, project: key.project, file: key.file, title: key.title)
    }
}
