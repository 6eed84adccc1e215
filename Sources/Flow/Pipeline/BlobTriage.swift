import Compression
import Domain
import Evidence
import Foundation

/// Triage of a blob report: what its red tests attached is taken out for as long as they are looked at.
struct BlobTriage {
    private let archive: ZIPArchive
    private let report: BlobReport

    /// - Throws: `EvidenceError`, `ZIPError`
    init(_ path: String) throws {
        archive = try ZIPArchive(contentsOf: path)
        report = try BlobReport(archive)
    }

    /// - Returns: the report without its tests.
    func read(_ onFailure: @escaping (FailureReport) -> Void) throws -> PlaywrightReport {
        let folder = FileManager.default.temporaryDirectory.appending(path: "selfheal-blob-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = folder.path(percentEncoded: false)
        var failures = ReportFailures(onFailure)
        let rest = try report.read(attachmentsIn: place) { test, root in
            failures.add(test, root: root) { test in
                // Videos are only named, so they stay where they are.
                let files = ([test.trace, test.screenshot] + test.errorContexts.map(\.path)).compactMap { $0 }
                    .filter { $0.hasPrefix(place + "/") }
                defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
                for file in files {
                    take(
                        String(file.dropFirst(place.count + 1)), to: file,
                        limitBytes: file == test.trace ? .max : Self.readBytes)
                }
                return told(try ReportTriage.report(test), without: place + "/")
            }
        }
        try failures.end(rest)
        return rest
    }

    /// More is read of nothing but a trace.
    private static let readBytes = ErrorContext.limitBytes
    private struct Enough: Error {}

    /// The same, with names as they are in the archive.
    private func told(_ failure: FailureReport, without folder: String) -> FailureReport {
        var failure = failure
        failure.trace = failure.trace?.replacing(folder, with: "")
        failure.videos = failure.videos?.map { $0.replacing(folder, with: "") }
        failure.evidence = failure.evidence.map {
            .init(rule: $0.rule, text: $0.text.replacing(folder, with: ""), source: $0.source)
        }
        return failure
    }

    /// What cannot be taken out is missing where it is looked for, which is told there.
    private func take(_ name: String, to file: String, limitBytes: Int) {
        guard let entry = archive.entry(named: name) else { return }
        try? FileManager.default.createDirectory(
            at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: file, contents: nil),
            let handle = FileHandle(forWritingAtPath: file)
        else { return }
        defer { try? handle.close() }
        var bytes = 0
        try? archive.read(entry) { chunk in
            try handle.write(contentsOf: Data(chunk))
            bytes += chunk.count
            // What is read of the file is there.
            if bytes > limitBytes { throw Enough() }
        }
    }
}
