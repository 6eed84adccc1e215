import Domain
import Foundation
import Yams

/// What `selfheal.yaml` says. Source: the outer contract, section 6; `docs/configuration.md` explains every key.
struct ConfigurationFile: Equatable {
    var host: String?
    var port: Int?
    var database: String?
    var workers: Int?
    var repositories: [RepositorySettings] = []
    /// Parts that are understood but that nothing acts on yet, for a notice at the start.
    var dormant: [String] = []

    /// The file named, else `selfheal.yaml` of the current folder where there is one.
    static func load(_ path: String?) throws -> ConfigurationFile {
        let standard = "selfheal.yaml"
        guard path != nil || FileManager.default.fileExists(atPath: standard) else { return ConfigurationFile() }
        let name = path ?? standard
        guard let data = FileManager.default.contents(atPath: name) else {
            throw ConfigurationError(problems: ["\(name) cannot be read: check the path of --config"])
        }
        return try parse(String(decoding: data, as: UTF8.self), file: name)
    }

    static func parse(_ text: String, file: String) throws -> ConfigurationFile {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(problems: ["\(file) is no valid YAML: \(error)"])
        }
        guard let root else { return ConfigurationFile() }
        let problems = ConfigurationProblems()
        let configuration = read(root, file: file, problems: problems)
        if !problems.list.isEmpty { throw ConfigurationError(problems: problems.list) }
        return configuration
    }

    private static func read(_ root: Node, file: String, problems: ConfigurationProblems) -> ConfigurationFile {
        var result = ConfigurationFile()
        let top = YAMLSection(
            root, path: "", file: file,
            known: ["server", "store", "workers", "repositories", "limits", "llm", "notify"], problems: problems)
        let server = top.section("server", known: ["host", "port"])
        result.host = server?.text("host")
        result.port = server?.number("port", in: 0...65_535)
        let store = top.section("store", known: ["url"])
        result.database = store?.text("url")
        if let url = result.database, !url.hasPrefix("sqlite:") {
            store?.note("url", "`store.url` must begin with `sqlite:`, the only store of this version")
        }
        result.workers = top.number("workers", in: 1...64)
        result.dormant = ["limits", "llm", "notify"].filter(top.has)
        for section in top.sections("repositories", known: RepositorySection.keys) {
            if let settings = RepositorySection(section).settings { result.repositories.append(settings) }
            result.dormant += ["schedule", "playbooks"].filter(section.has)
        }
        let names = result.repositories.map(\.name)
        for name in Set(names.filter { name in names.count(where: { $0 == name }) > 1 }).sorted() {
            problems.add("\(file): the repository \(name) stands there more than once")
        }
        return result
    }
}

/// One entry of `repositories`.
struct RepositorySection {
    static let keys = [
        "name", "clone", "path", "branches", "forks", "setup", "test", "projects", "timeout", "schedule", "environment",
        "pass", "playbooks",
    ]
    let settings: RepositorySettings?

    init(_ section: YAMLSection) {
        guard let name = section.required("name", example: "name: acme/shop") else {
            settings = nil
            return
        }
        var settings = RepositorySettings(name: name, clone: section.text("clone"), path: section.text("path"))
        settings.branches = section.texts("branches") ?? settings.branches
        settings.forks = section.choice("forks") ?? settings.forks
        settings.setup = section.commands("setup")
        settings.test = section.texts("test") ?? settings.test
        if settings.test.isEmpty {
            section.note("test", "`test` must be a command, for example [npx, playwright, test]")
        }
        settings.projects = section.texts("projects") ?? settings.projects
        settings.timeoutSeconds = section.seconds("timeout", in: 1...86_400) ?? settings.timeoutSeconds
        settings.environment = section.dictionary("environment") ?? settings.environment
        settings.pass = section.texts("pass") ?? settings.pass
        for name in settings.pass where Secrets.names.contains(where: { name.hasPrefix($0) }) {
            section.note("pass", "`\(name)` is a secret of the service, which no suite may see")
        }
        self.settings = settings
    }
}
