import Domain
import Foundation
import Pipeline

@testable import Tools

/// A folder with real git around some tracked files.
struct Checkout {
    let outside: String
    let folder: String
    let git: GitRepository
    private let tools = ToolRunner(owner: "tests")

    init(tracked: [String] = ["README.md"]) async throws {
        outside = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).resolvingSymlinksInPath()
            .path(percentEncoded: false)
        folder = outside + "/checkout"
        git = GitRepository(
            tools: tools, mirrors: outside + "/mirrors",
            environment: ChildEnvironment(of: ["PATH": "/usr/local/bin:/usr/bin:/bin"]), credentials: { _ in nil })
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for path in tracked { try write(path) }
        try await run("init", "--quiet")
        try await run("add", "--all")
    }

    var place: PlaybookPlace { PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: folder) }

    func run(_ arguments: String...) async throws {
        let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null"]
        _ = try await tools.capture(
            .init(["git", "-C", folder] + arguments, environment: environment, timeout: .seconds(300)))
    }

    /// - Parameter path: below the checkout, or absolute.
    func write(_ path: String, _ text: String = "old") throws {
        let url = URL(filePath: absolute(path))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: absolute(path), withDestinationPath: target)
    }

    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: absolute(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    func exists(_ path: String) -> Bool { FilePattern.kind(absolute(path)) != nil }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
}
