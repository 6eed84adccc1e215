import Domain
import Foundation
import Glibc
import TestKit
import Testing

@testable import Pipeline

/// Triage of a report whose artifacts are damaged or no artifacts at all goes on with what is left, and says what is missing.
@Suite(.timeLimit(.minutes(10)))
struct DamagedTriageTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    private static func fixture(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "EvidenceTests/Fixtures/\(name)")))
    }

    /// One red test for each attachment.
    private func triage(_ attachments: [(name: String, path: String)]) throws -> [FailureReport] {
        let specs = attachments.enumerated().map { number, attachment in
            """
            {"title": "t\(number)", "id": "\(number)", "file": "a.spec.ts", "line": 3, "tests": [{"status": "unexpected",
              "results": [{"status": "failed", "errors": [{"message": "Error: net::ERR_CONNECTION_REFUSED"}],
                "attachments": [{"name": "\(attachment.name)", "path": "\(attachment.path)"}]}]}]}
            """
        }
        let report = path("report.json")
        try """
        {"config": {"rootDir": "/app"}, "suites": [{"title": "a.spec.ts", "specs": [\(specs.joined(separator: ","))]}]}
        """.write(toFile: report, atomically: true, encoding: .utf8)
        var found: [FailureReport] = []
        try ReportTriage.read(report) { found.append($0) }
        return found
    }

    @Test("Every damaged trace and context leaves its test a verdict, and is told where nothing of it is read")
    func goesOn() throws {
        let artifacts = DamagedArtifact.all(
            report: try Self.fixture("report.json"), trace: try Self.fixture("orders-trace.zip"),
            context: try Self.fixture("crash-error-context.md"))
        for artifact in artifacts {
            try Data(artifact.bytes).write(to: folder.appending(path: artifact.name))
        }
        let named = artifacts.filter { [.trace, .context].contains($0.kind) }
        let found = try triage(
            named.map { (name: $0.kind == .trace ? "trace" : "error-context", path: path($0.name)) })
        #expect(found.count == named.count)
        for (failure, artifact) in zip(found, named) {
            #expect(failure.kind == "connection-refused", "\(artifact)")
            let rules = failure.evidence.map(\.rule)
            if artifact.fate == .refused { #expect(rules.contains("trace-missing"), "\(artifact)") }
            if artifact.fate == .partly { #expect(rules.contains("trace-incomplete"), "\(artifact)") }
        }
        for artifact in artifacts where [.report, .blob].contains(artifact.kind) {
            let problems = try? ReportTriage.read(path(artifact.name)) { _ in }
            if artifact.fate == .partly {
                #expect(problems?.first?.hasPrefix(path(artifact.name)) == true, "\(artifact)")
            }
        }
    }

    @Test("A path to a folder, a pipe, a device, a loop of links or nothing neither blocks nor fills the memory")
    func readsNoTricks() throws {
        let pipe = path("pipe")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: path("loop"), withDestinationPath: path("loop"))
        let tricks = [path(""), pipe, "/dev/zero", "/dev/tty", "/proc/self/mem", path("loop"), path("gone"), ""]
        let found = try triage(
            tricks.flatMap { trick in ["trace", "error-context", "screenshot"].map { (name: $0, path: trick) } })
        #expect(found.count == 3 * tricks.count)
        for (number, failure) in found.enumerated() {
            #expect(failure.kind == "connection-refused" && failure.screenshot == nil)
            let rules = failure.evidence.map(\.rule)
            if number % 3 == 0 { #expect(rules.contains("trace-missing"), "\(tricks[number / 3])") }
            // What the system makes up has no length, and counts as empty.
            if number % 3 == 1, !tricks[number / 3].hasPrefix("/proc") {
                #expect(rules.contains("context-missing"), "\(tricks[number / 3])")
            }
        }
    }

    @Test("What is no picture is not shown, whatever the report calls it")
    func showsNoSecrets() throws {
        try Data("secret".utf8).write(to: folder.appending(path: "key"))
        #expect(try triage([(name: "screenshot", path: path("key"))]).first?.screenshot == nil)
    }
}
