import Domain
import Foundation
import Pipeline
import Queue

/// The journal of a job in the foreground: nothing outlives the process, and progress is drawn on standard error.
actor ConsoleJournal: StageJournal {
    private let isQuiet: Bool
    private let start = ContinuousClock.now
    private var stage = Job.Stage.checkout
    private var isLineOpen = false

    /// - Parameter isQuiet: standard error is no terminal, so that a moving line would only fill a log.
    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    nonisolated var claim: Claim? { nil }

    func result(of stage: Job.Stage) -> Data? { nil }
    func begin(_ stage: Job.Stage) {}
    func commit(_ result: Data, of stage: Job.Stage) {}
    func spending() -> HealingReport.Metrics.LanguageModel? { nil }
    func record(_ spending: HealingReport.Metrics.LanguageModel) {}

    func resolved(_ revision: Revision) {
        line("\(revision.sha.short) \(revision.subject), compared with \(revision.base?.short ?? "nothing")")
    }

    func tell(_ event: PipelineEvent) {
        switch event {
        case .stage(let next):
            stage = next
            draw("")
        case .progress(let progress): draw(Self.bar(progress))
        case .log(let text): line(text)
        case .failure(let failure): line("✗ \(failure.testName): \(failure.verdict.rawValue)")
        case .fix(let fix): line("fix \(fix.id): \(fix.state.rawValue)")
        }
    }

    func finish() {
        if isLineOpen { write("\n") }
        isLineOpen = false
    }

    private static func bar(_ progress: Job.Progress) -> String {
        let width = 24
        let done = progress.total > 0 ? min(width, width * progress.done / progress.total) : 0
        return "[\(String(repeating: "█", count: done))\(String(repeating: "·", count: width - done))] "
            + "\(progress.done)/\(progress.total) \(progress.unit)"
    }

    private func draw(_ text: String) {
        guard !isQuiet else { return }
        let seconds = (ContinuousClock.now - start).components.seconds
        write("\r\u{1B}[2K\(stage.rawValue) \(text) \(seconds) s")
        isLineOpen = true
    }

    private func line(_ text: String) {
        guard !isQuiet else { return }
        write((isLineOpen ? "\r\u{1B}[2K" : "") + text + "\n")
        isLineOpen = false
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
