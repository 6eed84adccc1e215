import Domain
import Foundation
import Tools

/// The programs that healing needs on this machine.
struct ToolChecks: Sendable {
    let tools: ToolRunner
    let environment: [String: String]

    private static let limit = Duration.seconds(30)
    private static let oldestNode = 20
    private static let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox"]

    func lines(for repositories: [RepositorySettings]) async -> [DoctorLine] {
        var lines = [await git(), await node()]
        let local = repositories.filter { $0.path != nil }
        if local.isEmpty {
            let here = FileManager.default.currentDirectoryPath
            lines.append(await playwright(in: here, name: "Playwright", isRequired: false))
        }
        for repository in local {
            // With commands of its own the suite is set up anew in every checkout.
            lines.append(
                await playwright(
                    in: repository.path ?? "", name: "Playwright of \(repository.name)",
                    isRequired: repository.setup == nil))
        }
        lines.append(browser())
        return lines
    }

    private func git() async -> DoctorLine {
        guard let text = await output(["git", "--version"]) else {
            return .missing("git", "it is not on the PATH", fix: "apt-get install git")
        }
        return .ok("git", text.replacing("git version ", with: ""))
    }

    private func node() async -> DoctorLine {
        let fix = "install Node \(Self.oldestNode) or newer, for example with apt-get install nodejs npm"
        guard let text = await output(["node", "--version"]) else {
            return .missing("node", "it is not on the PATH", fix: fix)
        }
        let major = text.dropFirst().split(separator: ".").first.flatMap { Int($0) } ?? 0
        return major >= Self.oldestNode ? .ok("node", text) : .missing("node", "\(text) is too old", fix: fix)
    }

    private func playwright(in folder: String, name: String, isRequired: Bool) async -> DoctorLine {
        let question = "console.log(require('@playwright/test/package.json').version)"
        guard let version = await output(["node", "-e", question], in: folder) else {
            return .missing(
                name, "@playwright/test cannot be found from \(folder)",
                fix: "cd \(folder) && npm install --save-dev @playwright/test", isRequired: isRequired)
        }
        return .ok(name, version)
    }

    /// The suite chooses its browser, so that none of these has to be there.
    private func browser() -> DoctorLine {
        let files = FileManager.default
        if let path = environment["CHROMIUM_PATH"], !path.isEmpty {
            return files.isExecutableFile(atPath: path)
                ? .ok("browser", path)
                : .missing(
                    "browser", "CHROMIUM_PATH names \(path), which cannot be run", fix: "apt-get install chromium")
        }
        let cache =
            environment["PLAYWRIGHT_BROWSERS_PATH"] ?? (environment["HOME"] ?? "/root") + "/.cache/ms-playwright"
        let downloaded = (try? files.contentsOfDirectory(atPath: cache)) ?? []
        if let name = downloaded.sorted().last(where: { $0.contains("-") && !$0.hasPrefix("ffmpeg") }) {
            return .ok("browser", "\(cache)/\(name)")
        }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let found = folders.lazy.flatMap { folder in Self.browsers.map { "\(folder)/\($0)" } }
            .first { files.isExecutableFile(atPath: $0) }
        return found.map { .ok("browser", $0) }
            ?? .missing(
                "browser", "neither Playwright's nor one of the machine's was found",
                fix: "npx playwright install --with-deps chromium", isRequired: false)
    }

    /// - Returns: the first line of what a program printed; nil when it cannot be run or failed.
    func output(_ words: [String], in folder: String? = nil) async -> String? {
        let command = ToolRunner.Command(
            words, in: folder, environment: ChildEnvironment(of: environment).plain, timeout: Self.limit)
        guard let end = try? await tools.capture(command, limitBytes: 1024 * 1024), end.status == 0 else { return nil }
        return end.output.split(whereSeparator: \.isNewline).first.map(String.init)
    }
}
