import Compression
import Evidence
import TestKit
import Testing

/// A corpus of what runs, disks and liars leave behind: each gives a clear error or what is left of it.
@Suite(.timeLimit(.minutes(10)))
struct DamagedArtifactTests {
    private static func corpus() throws -> [DamagedArtifact] {
        DamagedArtifact.all(
            report: try Fixture.bytes("report.json"), trace: try Fixture.bytes("orders-trace.zip"),
            context: try Fixture.bytes("crash-error-context.md"))
    }

    @Test("There are forty and more, each with a name of its own")
    func isLargeEnough() throws {
        let names = try Self.corpus().map(\.name)
        #expect(names.count >= 40 && Set(names).count == names.count)
    }

    @Test("Each is refused with its name, or read as far as it goes")
    func readsOrRefuses() throws {
        for artifact in try Self.corpus() {
            let (fate, told) = Self.read(artifact)
            #expect(fate == artifact.fate || artifact.fate == .either, "\(artifact): \(told)")
            if fate == .refused { #expect(told.contains(artifact.name), "\(told)") }
        }
    }

    /// - Returns: what became of it, and what is said of that.
    static func read(_ artifact: DamagedArtifact) -> (DamagedArtifact.Fate, String) {
        do {
            let problems =
                switch artifact.kind {
                case .report:
                    try PlaywrightReport.read(artifact.bytes, name: artifact.name).unreadable.map(\.reason)
                case .trace: try EveryPage.read(artifact.bytes, name: artifact.name)
                case .blob:
                    try BlobReport(ZIPArchive(artifact.bytes, name: artifact.name)).read(attachmentsIn: "/out") {
                        _, _ in
                    }
                    .unreadable.map(\.reason)
                case .context: [String](repeating: "", count: EveryPage.isRead(ErrorContext(artifact.bytes)) ? 0 : 1)
                }
            return (problems.isEmpty ? .read : .partly, problems.joined(separator: "; "))
        } catch {
            return (error is EvidenceError || error is ZIPError ? .refused : .either, "\(error)")
        }
    }
}

/// Asks a trace everything that it can be asked.
enum EveryPage {
    /// - Returns: what the trace says that it lacks.
    static func read(_ bytes: [UInt8], name: String) throws -> [String] {
        let trace = try Trace.read(from: ZIPArchive(bytes, name: name))
        var reader = trace.snapshotReader()
        for step in trace.steps.prefix(20) {
            _ = try? reader.markedTarget(of: step)
            _ = try? reader.lastSnapshot(at: step)
        }
        _ = trace.failingStep
        for page in trace.finalPages().prefix(5) { _ = (page.title, page.visibleText(includingFrames: true)) }
        return trace.problems
    }

    static func isRead(_ context: ErrorContext) -> Bool {
        [context.testName, context.errorDetails, context.pageSnapshot, context.testSource].compactMap(\.self)
            .allSatisfy { $0.utf8.count <= ErrorContext.limitBytes * 3 }
    }
}
