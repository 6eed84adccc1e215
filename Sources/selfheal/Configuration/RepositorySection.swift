import Domain
import Foundation
import Triggers

/// One entry of `repositories`.
struct RepositorySection {
    static let keys = [
        "name", "clone", "path", "branches", "forks", "dispatches", "setup", "test", "projects", "timeout", "shards",
        "schedule", "environment", "pass", "playbooks", "reviewers",
    ]
    let settings: RepositorySettings?

    private static let scheduleLimit = 20

    init(_ section: YAMLSection) {
        guard let name = Self.name(section) else {
            settings = nil
            return
        }
        var settings = RepositorySettings(name: name, clone: section.text("clone"), path: section.text("path"))
        settings.branches = section.texts("branches") ?? settings.branches
        settings.forks = section.choice("forks") ?? settings.forks
        settings.dispatches = section.texts("dispatches")
        settings.setup = section.commands("setup")
        settings.test = section.command("test", example: "[npx, playwright, test]") ?? settings.test
        settings.projects = section.texts("projects") ?? settings.projects
        settings.timeoutSeconds = section.seconds("timeout", in: 1...86_400) ?? settings.timeoutSeconds
        settings.shards = section.number("shards", in: 2...64)
        settings.environment = section.variables("environment") ?? settings.environment
        settings.pass = Self.passed(section)
        settings.schedule = Self.schedules(section)
        settings.reviewers = Self.reviewers(section)
        for (name, playbook) in section.entries("playbooks", known: PlaybookSection.keys) {
            if let playbook = PlaybookSection(name, playbook).settings { settings.playbooks.append(playbook) }
        }
        self.settings = settings
    }

    /// As at GitHub, or what a local folder goes by.
    private static func name(_ section: YAMLSection) -> String? {
        guard let name = section.required("name", example: "name: acme/shop") else { return nil }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.wholeMatch(of: /[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)?/) != nil,
            !parts.contains("."), !parts.contains("..")
        else {
            section.note(
                "name",
                "`name` is `\(name)`: expected OWNER/NAME of letters, digits, `.`, `_` and `-`, for example acme/shop")
            return nil
        }
        return name
    }

    /// Names of variables that others may see.
    static func passed(_ section: YAMLSection) -> [String] {
        let names = section.variableNames("pass") ?? []
        for name in names where Secrets.names.contains(where: { name.hasPrefix($0) }) {
            section.note("pass", "`\(name)` is a secret of the service, which no suite and no command may see")
        }
        return names
    }

    private static func schedules(_ section: YAMLSection) -> [String] {
        let texts = section.texts("schedule") ?? []
        if texts.count > scheduleLimit {
            section.note("schedule", "`schedule` has more than \(scheduleLimit) entries")
        }
        var found: [String] = []
        for text in texts {
            do throws(Schedule.Unreadable) {
                let schedule = try Schedule(text).description
                if found.contains(schedule) { section.note("schedule", "`schedule` has `\(schedule)` more than once") }
                found.append(schedule)
            } catch {
                section.note("schedule", error.description)
            }
        }
        return found
    }

    private static func reviewers(_ section: YAMLSection) -> [String] {
        let names = section.texts("reviewers") ?? []
        for name in names
        where name.wholeMatch(of: /[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(\/[A-Za-z0-9_.-]{1,100})?/) == nil {
            section.note(
                "reviewers", "`reviewers` has `\(name)`: expected a login such as mona, or a team such as acme/web")
        }
        return names
    }
}
