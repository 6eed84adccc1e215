import Domain
import Evidence
import Foundation

/// A test that ended red, with where to read about it.
struct RedTest: Codable, Hashable, Sendable {
    /// Unique within the run.
    let id: String
    let selection: TestSelection
    /// Describe blocks and the test, joined with ` › `.
    let title: String
    let project: String
    let line: Int
    /// Without colours, in printed order.
    let errors: [String]
    /// For each error the lines of the test that it quotes and its stack, as the runner prints them below it.
    let surroundings: [String]
    /// Where the first error happened, relative to the repository; nil when outside of it.
    let place: SourceLocation?
    let status: String
    /// When the attempt began, by the clock of the machine that ran it, and how long it took; nil where the report does not tell.
    let startedAt: Timestamp?
    let seconds: Double?
    let output: String
    let trace: String?
    let screenshot: String?
    /// Where the runner told what the page was, the best first.
    let errorContexts: [AttachedText]
    /// Of each page that the test opened.
    let videos: [String]

    var file: String { selection.file }

    /// The picture in base64; nil when there is none, or it is too large and left to the artifacts. What is no picture stays
    /// out: a report can name any file of this machine.
    var screenshotText: String? {
        guard let screenshot,
            let bytes = try? ArtifactFile.whole(screenshot, limitBytes: Self.screenshotLimitBytes),
            Self.pictureStarts.contains(where: bytes.starts)
        else { return nil }
        return Data(bytes).base64EncodedString()
    }

    /// PNG and JPEG, which are what Playwright writes.
    private static let pictureStarts: [[UInt8]] = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff]]

    /// The same test in another run.
    var key: TestKey { TestKey(project: project, file: file, title: title) }

    /// Whether the step that failed the test found several elements where it has to find one. An assertion's step may not
    /// tell why it failed; then the test's first error does.
    func foundSeveral(at step: Trace.Step) -> Bool {
        [step.error, errors.first].contains { $0?.contains("strict mode violation") ?? false }
    }

    /// More of one text than this is cut; the artifacts have the rest.
    private static let textLimitBytes = 16 * 1024
    private static let screenshotLimitBytes = 200_000
    private static let videoLimit = 20
    /// All of them tell of the same page; the further ones are for when the first cannot be read.
    private static let errorContextLimit = 3

    /// - Parameter artifact: where a file lies now that the report has by this path.
    init(
        _ test: PlaywrightReport.Test, file: String, folder: String, artifact: (String) -> String = { $0 }
    ) {
        let last = test.results.last { $0.status != .passed && $0.status != .skipped } ?? test.results.last
        id = "\(test.id.isEmpty ? "\(file):\(test.line)" : test.id)@\(test.project)"
        selection = TestSelection(file: file, titles: test.title.components(separatedBy: " › "))
        title = test.title
        project = test.project
        line = test.line
        var told = (last?.errors ?? []).prefix(20).map { Self.beginning($0.message) }
        var around = (last?.errors ?? []).prefix(20).map { error in
            let frames = error.stack.utf8.split(separator: 10).map { Substring($0) }.filter { $0.hasPrefix("    at ") }
            return Self.beginning(([Substring(error.snippet ?? "")] + frames).joined(separator: "\n"))
        }
        if test.expectedStatus == .failed, last?.status == .passed {
            // In Playwright's own words, which its reports leave out.
            told = ["Expected to fail, but passed."]
            around = [""]
        }
        errors = told
        surroundings = around
        place = last?.errors.first?.location.flatMap { location in
            SuiteReading.relative(location.file, to: folder).map {
                SourceLocation(file: $0, line: location.line, column: location.column)
            }
        }
        status = last?.status.rawValue ?? "unknown"
        startedAt = last.flatMap { Timestamp($0.startTime) }
        seconds = last.map { $0.duration / .seconds(1) }
        output = Self.end((last?.output ?? "") + (last?.errorOutput ?? ""))
        func paths(_ name: String) -> [String] {
            (last?.attachments ?? []).filter { $0.name == name }.compactMap { attachment in
                if case .file(let path) = attachment.content { artifact(path) } else { nil }
            }
        }
        trace = paths("trace").first
        screenshot = paths("screenshot").first
        videos = Array(paths("video").prefix(Self.videoLimit))
        errorContexts = (last?.errorContexts ?? []).prefix(Self.errorContextLimit)
            .compactMap { AttachedText($0.content, artifact: artifact) }
    }

    private static func beginning(_ text: String) -> String {
        CutText.beginning(of: text, limitBytes: textLimitBytes)
    }

    private static func end(_ text: String) -> String { CutText.end(of: text, limitBytes: textLimitBytes) }

    init(outside message: String, suite: String, output: String) {
        id = "suite"
        selection = TestSelection(file: suite, titles: [])
        title = "the suite itself"
        project = ""
        line = 0
        errors = [Self.beginning(message)]
        surroundings = [""]
        place = nil
        status = "failed"
        startedAt = nil
        seconds = nil
        self.output = Self.end(output)
        trace = nil
        screenshot = nil
        errorContexts = []
        videos = []
    }
}

struct TestKey: Codable, Hashable, Sendable {
    let project: String
    let file: String
    let title: String
}
