import Domain
import Foundation
import Triage

/// One entry of `playbooks`: what may be done to which target.
struct PlaybookSection {
    static let keys = [
        "class", "when", "command", "http", "files", "railway", "unleash", "variable", "to", "save", "probe",
        "cooldown", "timeout", "environment", "pass",
    ]
    let settings: PlaybookSettings?

    private static let actions = ["command", "http", "files", "railway", "unleash"]
    /// What is of use only beside some actions.
    private static let additions = [
        "to": ["railway", "unleash"], "save": ["http"], "environment": ["command", "http"],
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
        settings.environment = section.variables("environment") ?? settings.environment
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
            category: when.choice("category"), kind: kind?.rawValue, text: when.text("text", mayBeEmpty: true))
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
        if section.has("variable") {
            section.note(
                "variable", "`variable` belongs into `railway`: railway: { project, environment, service, variable: X }"
            )
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
        section.command("command", example: "[./ops/restart]").map { .command($0) }
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
        guard http.required("url", example: "url: http://127.0.0.1:4000/token") != nil,
            let url = http.address("url", mayHoldVariables: true)
        else { return nil }
        let headers = http.dictionary("headers") ?? [:]
        for name in headers.keys.sorted() where name.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) == nil {
            http.note("headers", "`headers` has `\(name)`, which is no name of a header")
        }
        return .http(.init(method: method, url: url, headers: headers, body: http.text("body", mayBeEmpty: true)))
    }

    private static func railway(_ section: YAMLSection) -> PlaybookSettings.Action? {
        let names = ["project", "environment", "service"]
        guard let railway = section.section("railway", known: names + ["operation", "variable"]) else { return nil }
        let place = names.map { railway.required($0, example: "\($0): shop") }
        let operation: PlaybookSettings.RailwayOperation? = railway.choice("operation")
        let (variable, value) = (variable(railway), section.text("to", mayBeEmpty: true))
        if railway.has("variable"), !section.has("to") {
            railway.note("variable", "`variable` needs `to` beside `railway`, the value that it is brought to")
        }
        if section.has("to"), !railway.has("variable") {
            section.note("to", "`to` needs `variable` in `railway`, the name of what is brought to it")
        }
        if operation != nil, railway.has("variable") {
            railway.note(
                "operation", "`operation` does nothing beside `variable`, after which the service is redeployed")
        }
        guard let project = place[0], let environment = place[1], let service = place[2] else { return nil }
        let target = PlaybookSettings.RailwayTarget(
            project: project, environment: environment, service: service, operation: operation)
        guard let variable, let value else { return .railway(target) }
        return .railwayVariable(target, name: variable, value: value)
    }

    private static func variable(_ railway: YAMLSection) -> String? {
        guard let name = railway.text("variable") else { return nil }
        if !YAMLSection.isVariable(name) {
            railway.note("variable", "`variable` is `\(name)`, which is no name of a variable")
        }
        return name
    }

    private static func unleash(_ section: YAMLSection) -> PlaybookSettings.Action? {
        guard let unleash = section.section("unleash", known: ["url", "project", "environment", "flag"]) else {
            return nil
        }
        let isOn: Bool?
        switch section.text("to", mayBeEmpty: true)?.lowercased() {
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
