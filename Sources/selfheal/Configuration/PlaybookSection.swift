import Domain
import Foundation
import Triage

/// One entry of `playbooks`: what may be done to which target.
struct PlaybookSection {
    static let keys = [
        "class", "when", "command", "http", "files", "railway", "unleash", "variable", "to", "save", "probe",
        "cooldown",
        "timeout", "environment", "pass",
    ]
    let settings: PlaybookSettings?

    private static let actions = ["command", "http", "files", "railway", "unleash"]
    /// What is of use only beside some actions.
    private static let additions = [
        "variable": ["railway"], "to": ["railway", "unleash"], "save": ["http"], "environment": ["command", "http"],
        "pass": ["command", "http"],
    ]
    private static let remedies = Remedy.allCases.filter { $0 != .repairLocator }.map(\.rawValue)

    init(_ name: String, _ section: YAMLSection) {
        let condition = Self.condition(section)
        Self.check(name, section)
        guard let action = Self.action(section) else {
            settings = nil
            return
        }
        var settings = PlaybookSettings(name: name, action: action, when: condition)
        if let address = section.section("probe", known: ["http"])?.address("http") {
            settings.probe = .init(http: address)
        }
        settings.save = section.section("save", known: ["file"])?.required(
            "file", example: "file: e2e/.auth/token.json")
        settings.cooldownSeconds = section.seconds("cooldown", in: 0...604_800) ?? settings.cooldownSeconds
        settings.timeoutSeconds = section.seconds("timeout", in: 1...3600) ?? settings.timeoutSeconds
        settings.environment = section.dictionary("environment") ?? settings.environment
        settings.pass = RepositorySection.passed(section)
        self.settings = settings
    }

    private static func check(_ name: String, _ section: YAMLSection) {
        if name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,63}/) == nil {
            section.note("must have a name of small letters, digits and hyphens, at most 64")
        }
        if let level: FixClass = section.choice("class"), level != .a {
            section.note(
                "class", "`class` is `\(level.rawValue)`: only A may be a playbook, because B and C are never executed")
        }
        if !remedies.contains(name), !section.has("when") {
            let nearest = NearestName.of(name, among: remedies).map { "did you mean `\($0)`?" }
            section.note(
                "needs `when`, because its name stands for no failure: "
                    + (nearest ?? "those that do are \(remedies.joined(separator: ", "))"))
        }
    }

    private static func condition(_ section: YAMLSection) -> PlaybookSettings.Condition? {
        guard let when = section.section("when", known: ["category", "kind", "text"]) else { return nil }
        let kind: FailureKind? = when.choice("kind")
        let condition = PlaybookSettings.Condition(
            category: when.choice("category"), kind: kind?.rawValue, text: when.text("text"))
        if when.present(["category", "kind", "text"]).isEmpty {
            when.note("fits nothing: give it a category, a kind or a text")
        }
        if condition.text?.isEmpty == true { when.note("text", "`text` is empty, and would fit every failure") }
        if let kind, let category = condition.category, kind.category != category {
            when.note(
                "kind",
                "`when` fits nothing: `\(kind.rawValue)` is of the category `\(kind.category.rawValue)`, not "
                    + "`\(category.rawValue)`")
        }
        return condition
    }

    private static func action(_ section: YAMLSection) -> PlaybookSettings.Action? {
        let found = section.present(actions)
        guard found.count == 1, let action = found.first else {
            section.note(
                "must have exactly one of \(actions.joined(separator: ", "))"
                    + (found.isEmpty ? "" : ", and has \(found.joined(separator: " and "))"))
            return nil
        }
        for (key, owners) in additions.sorted(by: { $0.key < $1.key })
        where section.has(key) && !owners.contains(action) {
            section.note(
                key, "`\(key)` belongs to \(owners.joined(separator: " or ")), and does nothing for `\(action)`")
        }
        return switch action {
        case "command": command(section)
        case "http": request(section)
        case "files": files(section)
        case "railway": railway(section)
        default: unleash(section)
        }
    }

    private static func command(_ section: YAMLSection) -> PlaybookSettings.Action? {
        guard let words = section.texts("command") else { return nil }
        guard words.first?.isEmpty == false else {
            section.note(
                "command", "`command` is empty: expected a program and its arguments, for example [./ops/restart]")
            return nil
        }
        return .command(words)
    }

    private static func files(_ section: YAMLSection) -> PlaybookSettings.Action? {
        guard let patterns = section.texts("files") else { return nil }
        if patterns.isEmpty { section.note("files", "`files` is empty: expected patterns such as e2e/.auth/*.json") }
        for pattern in patterns {
            guard let danger = FileDanger.of(pattern) else { continue }
            section.note("files", "`files` has `\(pattern)`, which \(danger)")
        }
        return .files(patterns)
    }

    private static func request(_ section: YAMLSection) -> PlaybookSettings.Action? {
        guard let http = section.section("http", known: ["method", "url", "headers", "body"]) else { return nil }
        let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        let method = http.text("method") ?? "POST"
        if !methods.contains(method) {
            http.note("method", "`method` is `\(method)`: expected one of \(methods.joined(separator: ", "))")
        }
        guard http.required("url", example: "url: http://127.0.0.1:4000/token") != nil, let url = http.address("url")
        else { return nil }
        let headers = http.dictionary("headers") ?? [:]
        for name in headers.keys.sorted() where name.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) == nil {
            http.note("headers", "`headers` has `\(name)`, which is no name of a header")
        }
        return .http(.init(method: method, url: url, headers: headers, body: http.text("body")))
    }

    private static func railway(_ section: YAMLSection) -> PlaybookSettings.Action? {
        guard let railway = section.section("railway", known: ["project", "environment", "service"]) else { return nil }
        let names = ["project", "environment", "service"].map { railway.required($0, example: "\($0): shop") }
        switch (section.text("variable"), section.text("to")) {
        case (nil, nil): break
        case (let name?, .some) where name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil:
            section.note("variable", "`variable` is `\(name)`, which is no name of a variable")
        case (.some, .some): break
        case (.some, nil): section.note("variable", "`variable` needs `to`, the value that it is brought to")
        case (nil, .some): section.note("to", "`to` needs `variable`, the name of what is brought to it")
        }
        guard let project = names[0], let environment = names[1], let service = names[2] else { return nil }
        let target = PlaybookSettings.RailwayTarget(project: project, environment: environment, service: service)
        guard let name = section.text("variable"), let value = section.text("to") else { return .railway(target) }
        return .railwayVariable(target, name: name, value: value)
    }

    private static func unleash(_ section: YAMLSection) -> PlaybookSettings.Action? {
        guard let unleash = section.section("unleash", known: ["url", "project", "environment", "flag"]) else {
            return nil
        }
        let isOn: Bool?
        switch section.text("to")?.lowercased() {
        case "on", "true": isOn = true
        case "off", "false": isOn = false
        case nil:
            isOn = nil
            if !section.has("to") { section.note("unleash", "`unleash` needs `to: on` or `to: off`") }
        default:
            isOn = nil
            section.note("to", "`to` must be on or off for a flag")
        }
        guard unleash.required("url", example: "url: https://unleash.acme.dev") != nil,
            let url = unleash.address("url"),
            let flag = unleash.required("flag", example: "flag: checkout"), let isOn
        else { return nil }
        return .unleash(
            .init(
                url: url, project: unleash.text("project") ?? "default",
                environment: unleash.text("environment") ?? "development", flag: flag), isOn: isOn)
    }
}
