package import Domain
import Foundation
import Pipeline

extension PlaywrightRunner {
    private static let limit = Duration.seconds(900)

    package func setUp(_ folder: String, for repository: RepositorySettings) async throws {
        if let commands = repository.setup {
            for words in commands { try await prepare(words, in: folder, for: repository) }
            return
        }
        let suite = try SuiteFolder.find(in: folder, command: repository.test)
        if try await resolvesPlaywright(suite, repository) { return }
        try linkPackages(into: folder, of: repository)
        if try await resolvesPlaywright(suite, repository) { return }
        for place in [suite, folder] where FileManager.default.fileExists(atPath: place + "/package.json") {
            try await prepare(Self.installCommand(for: place), in: place, for: repository)
            if try await resolvesPlaywright(suite, repository) { return }
        }
        throw SuiteUnavailable(
            "Playwright Test cannot be found from \(repository.name): add @playwright/test to its package.json, or say "
                + "in `setup` of selfheal.yaml how its packages are installed")
    }

    private func prepare(_ words: [String], in folder: String, for repository: RepositorySettings) async throws {
        let end = try await tools.run(
            .init(words, in: folder, environment: environment.suite(repository), timeout: Self.limit))
        guard end.status == 0, !end.isTimedOut else {
            let how = end.isTimedOut ? "did not end within \(Self.limit)" : "ended with status \(end.status)"
            throw SuiteUnavailable(
                "the set-up command `\(words.joined(separator: " "))` of \(repository.name) \(how): "
                    + "run it by hand in a fresh clone\n\(SuiteUnavailable.tail(end.output))",
                mayPass: PackageFault.mayPass(words, output: end.output))
        }
    }

    private func resolvesPlaywright(_ folder: String, _ repository: RepositorySettings) async throws -> Bool {
        let end = try await tools.run(
            .init(
                ["node", "-e", "require.resolve('@playwright/test')"], in: folder,
                environment: environment.suite(repository), timeout: .seconds(30)))
        return end.status == 0
    }

    /// A local folder's packages serve its worktrees too: what was installed there is what its user runs.
    private func linkPackages(into folder: String, of repository: RepositorySettings) throws {
        guard let origin = repository.path else { return }
        let files = FileManager.default
        let source = origin + "/node_modules"
        let link = folder + "/node_modules"
        guard files.fileExists(atPath: source), !files.fileExists(atPath: link) else { return }
        try files.createSymbolicLink(atPath: link, withDestinationPath: source)
    }

    private static func installCommand(for folder: String) -> [String] {
        func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
        if has("package-lock.json") || has("npm-shrinkwrap.json") { return ["npm", "ci", "--no-audit", "--no-fund"] }
        if has("pnpm-lock.yaml") { return ["pnpm", "install", "--frozen-lockfile"] }
        if has("yarn.lock") { return ["yarn", "install", "--frozen-lockfile"] }
        return ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
    }
}
