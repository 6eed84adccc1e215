import Foundation
import Synchronization
import Testing

/// What the end-to-end tests need beside the built program: Node, Playwright and a browser.
enum EndToEnd {
    static let modules = ProcessInfo.processInfo.environment["SELFHEAL_PLAYWRIGHT_MODULES"]
    static let chromium = ProcessInfo.processInfo.environment["CHROMIUM_PATH"]
    static var isReady: Bool { modules != nil && chromium != nil }

    static let missing: Comment = "needs SELFHEAL_PLAYWRIGHT_MODULES and CHROMIUM_PATH, which scripts/setup prints"

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    static let samples = folder.deletingLastPathComponent().appending(path: "Samples")
    static let ownSamples = folder.appending(path: "Samples")
    static let fakes = folder.appending(path: "Fakes")

    /// The program that was built with these tests.
    static var program: URL {
        // Tests run from a bundle that lies beside the programs of the package.
        let arguments = ProcessInfo.processInfo.arguments.map { URL(filePath: $0) }
        let candidates = arguments.map { $0.deletingLastPathComponent() } + [Bundle.main.bundleURL]
        for candidate in candidates {
            let program = candidate.appending(path: "selfheal")
            if FileManager.default.isExecutableFile(atPath: program.path(percentEncoded: false)) { return program }
        }
        return folder.appending(path: "../../.build/debug/selfheal").standardized
    }

    /// For an app that must be told one: no other test has it, nor, most likely, another run on this machine.
    static func port() -> Int {
        let number = ports.withLock { count in
            count += 1
            return count
        }
        return 10_000 + Int(ProcessInfo.processInfo.processIdentifier) % 500 * 40 + number % 40
    }

    private static let ports = Mutex(0)

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "selfheal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.resolvingSymlinksInPath()
    }
}

/// A program that a test started, ended with the test.
final class RunningProgram {
    let process = Process()
    private let output = Pipe()

    init(_ executable: String, _ arguments: [String], environment: [String: String] = [:], log: URL? = nil) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [executable] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        if let log {
            if !FileManager.default.fileExists(atPath: log.path(percentEncoded: false)) {
                try Data().write(to: log)
            }
            let handle = try FileHandle(forWritingTo: log)
            try handle.seekToEnd()
            process.standardError = handle
        }
        try process.run()
    }

    /// The address that the program prints when it takes connections; nil when it ended before.
    func address() -> URL? { firstLine().flatMap { URL(string: $0.replacing("listening on ", with: "")) } }

    /// nil when the program ended without a word.
    func firstLine() -> String? {
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            text += String(decoding: data, as: UTF8.self)
        }
        return text.split(separator: "\n").first.map(String.init)
    }

    func everything() -> String { String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }

    /// - Returns: whether it died of a signal, and the exit status or the signal's number.
    @discardableResult
    func wait() -> (isSignalled: Bool, status: Int32) {
        process.waitUntilExit()
        return (process.terminationReason == .uncaughtSignal, process.terminationStatus)
    }

    deinit { if process.isRunning { process.terminate() } }
}

/// A git repository made for a test.
struct SampleRepository {
    let folder: URL

    init(copying sample: URL, to folder: URL) throws {
        self.folder = folder
        try FileManager.default.copyItem(at: sample, to: folder)
        try git("init", "--quiet", "--initial-branch=main")
        try commit("Add the app and its suite")
    }

    @discardableResult
    func git(_ arguments: String...) throws -> String {
        let program = try RunningProgram(
            "git", ["-C", folder.path(percentEncoded: false)] + arguments,
            environment: [
                "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Sam Sample",
                "GIT_AUTHOR_EMAIL": "sam@example.com", "GIT_COMMITTER_NAME": "Sam Sample",
                "GIT_COMMITTER_EMAIL": "sam@example.com",
            ])
        let text = program.everything()
        program.wait()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func commit(_ message: String) throws {
        try git("add", "--all")
        try git("commit", "--quiet", "--message", message)
    }

    func apply(_ breakage: URL) throws {
        try git("apply", "--whitespace=nowarn", breakage.appending(path: "change.patch").path(percentEncoded: false))
        try commit(String(contentsOf: breakage.appending(path: "message.txt"), encoding: .utf8))
    }

    /// - Throws: when the file does not say what is to be replaced, since the test would then prove something else.
    func replace(_ old: String, with new: String, in file: String) throws {
        let path = folder.appending(path: file)
        let text = try String(contentsOf: path, encoding: .utf8)
        try #require(text.contains(old), "\(file) does not say \(old)")
        try text.replacing(old, with: new).write(to: path, atomically: true, encoding: .utf8)
    }
}
