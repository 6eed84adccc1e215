import Domain
import Foundation
import Tools

/// The repository that `heal` was given, with its settings.
struct HealTarget {
    let settings: RepositorySettings

    /// - Parameter listed: the configuration's entries; the one whose path or address fits is taken.
    init(
        _ text: String, listed: [RepositorySettings], tools: ToolRunner, _ environment: [String: String]
    ) async throws {
        if Self.isAddress(text) {
            let known = listed.first { $0.clone.map { Self.name(ofAddress: $0) } == Self.name(ofAddress: text) }
            var settings = known ?? RepositorySettings(name: Self.name(ofAddress: text))
            settings.clone = settings.clone ?? text
            settings.path = nil
            self.settings = settings
            return
        }
        guard let root = try await Self.root(of: text, tools, environment) else {
            throw ConfigurationError(problems: [
                "\(text) is no git repository: name a folder that `git init` has seen, or a git URL"
            ])
        }
        let remote = try await Self.git(["remote", "get-url", "origin"], in: root, tools, environment)
        let name = remote.map { Self.name(ofAddress: $0) }
        let known =
            listed.first { $0.withAbsolutePath.path == root }
            ?? name.flatMap { name in listed.first { $0.name.lowercased() == name.lowercased() } }
        let folder = URL(filePath: root).lastPathComponent
        var settings = known ?? RepositorySettings(name: name ?? folder)
        settings.path = root
        self.settings = settings
    }

    private static func isAddress(_ text: String) -> Bool {
        text.contains("://") || text.wholeMatch(of: /[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:.+/) != nil
    }

    /// The last two parts of an address: `https://github.com/acme/shop.git` is `acme/shop`.
    private static func name(ofAddress address: String) -> String {
        let path = address.split(whereSeparator: { $0 == "/" || $0 == ":" }).suffix(2).joined(separator: "/")
        return path.trimmingSuffix(".git")
    }

    private static func root(
        of folder: String, _ tools: ToolRunner, _ environment: [String: String]
    ) async throws -> String? {
        var isFolder = false
        if let type = try? FileManager.default.attributesOfItem(
            atPath: URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false))[.type]
            as? FileAttributeType
        {
            isFolder = type == .typeDirectory
        }
        guard isFolder else { return nil }
        if let top = try await git(["rev-parse", "--show-toplevel"], in: folder, tools, environment) { return top }
        // A bare repository has no tree to show.
        return try await git(["rev-parse", "--absolute-git-dir"], in: folder, tools, environment)
    }

    private static func git(
        _ arguments: [String], in folder: String, _ tools: ToolRunner, _ environment: [String: String]
    ) async throws -> String? {
        var variables = ChildEnvironment(of: environment).plain
        // The user named the folder, so that its owner does not matter.
        variables.merge(["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"]) {
            $1
        }
        let result = try await tools.capture(
            .init(["git", "-C", folder] + arguments, environment: variables, timeout: .seconds(30)))
        let text = result.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return result.status == 0 && !text.isEmpty ? text : nil
    }
}
