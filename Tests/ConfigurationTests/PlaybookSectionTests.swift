import Domain
import Testing

@testable import selfheal

struct PlaybookSectionTests {
    private func parse(_ playbooks: String) throws -> [PlaybookSettings] {
        let indented = playbooks.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n")
        return try ConfigurationFile.parse(
            "repositories:\n  - name: acme/shop\n    playbooks:\n\(indented)", file: "selfheal.yaml"
        ).repositories.first?.playbooks ?? []
    }

    private func problems(_ playbooks: String) -> [String] {
        do {
            _ = try parse(playbooks)
            return []
        } catch {
            return (error as? ConfigurationError)?.problems ?? ["\(error)"]
        }
    }

    @Test("Every form of a playbook is read, in the order of the file")
    func readsEveryForm() throws {
        let playbooks = try parse(
            """
            restart-backend: { command: ["./ops/restart"], probe: { http: "http://127.0.0.1:4000/health" }, cooldown: 5m }
            redeploy:        { railway: { project: shop, environment: production, service: web }, timeout: 15m }
            clear-session:   { files: ["e2e/.auth/*.json"] }
            refresh-tokens:  { http: { method: POST, url: "http://h/token", body: "a=b" }, save: { file: "e2e/.auth/token.json" } }
            reset-test-data: { command: ["./ops/reset-data"], environment: { MODE: all }, pass: [TEST_EMAIL] }
            toggle-feature:  { unleash: { url: "http://flags", project: default, environment: development, flag: checkout }, to: on }
            flag-off: { when: { kind: forbidden }, railway: { project: p, environment: e, service: s, variable: FLAG }, to: "off" }
            wake: { when: { kind: forbidden }, railway: { project: p, environment: e, service: s, operation: restart } }
            warm-search:     { class: A, when: { category: api, kind: http-5xx, text: "index not ready" }, command: ["./ops/warm"] }
            """)
        let shop = PlaybookSettings.RailwayTarget(project: "shop", environment: "production", service: "web")
        let flag = PlaybookSettings.UnleashFlag(
            url: "http://flags", project: "default", environment: "development", flag: "checkout")
        #expect(
            playbooks == [
                PlaybookSettings(
                    name: "restart-backend", action: .command(["./ops/restart"]),
                    probe: .init(http: "http://127.0.0.1:4000/health"), cooldownSeconds: 300),
                PlaybookSettings(name: "redeploy", action: .railway(shop), timeoutSeconds: 900),
                PlaybookSettings(name: "clear-session", action: .files(["e2e/.auth/*.json"])),
                PlaybookSettings(
                    name: "refresh-tokens", action: .http(.init(method: "POST", url: "http://h/token", body: "a=b")),
                    save: "e2e/.auth/token.json"),
                PlaybookSettings(
                    name: "reset-test-data", action: .command(["./ops/reset-data"]), environment: ["MODE": "all"],
                    pass: ["TEST_EMAIL"]),
                PlaybookSettings(name: "toggle-feature", action: .unleash(flag, isOn: true)),
                PlaybookSettings(
                    name: "flag-off",
                    action: .railwayVariable(
                        .init(project: "p", environment: "e", service: "s"), name: "FLAG", value: "off"),
                    when: .init(kind: "forbidden")),
                PlaybookSettings(
                    name: "wake",
                    action: .railway(.init(project: "p", environment: "e", service: "s", operation: .restart)),
                    when: .init(kind: "forbidden")),
                PlaybookSettings(
                    name: "warm-search", action: .command(["./ops/warm"]),
                    when: .init(category: .api, kind: "http-5xx", text: "index not ready")),
            ])
    }

    @Test(
        "A playbook that cannot be, or must not be, is an error that says why",
        arguments: [
            ("redeploy: { }", "exactly one of command, http, files, railway, unleash"),
            ("redeploy:", "exactly one of"),
            ("redeploy: { command: [a], files: [b/c] }", "and has command and files"),
            ("redeploy: { command: [] }", "command` is empty"),
            ("redeploy: { command: [\"\"] }", "command` is empty"),
            ("redeploy: { command: ls }", "must be a list of texts"),
            ("redeploy: { class: B, command: [a] }", "B and C are never executed"),
            ("redeploy: { class: C, command: [a] }", "B and C are never executed"),
            ("redeploy: { class: D, command: [a] }", "expected A or B or C"),
            ("restart-bakend: { command: [a] }", "did you mean `restart-backend`?"),
            ("warm: { command: [a] }", "needs `when`"), ("repair-locator: { command: [a] }", "needs `when`"),
            ("Warm Up: { when: { kind: dns }, command: [a] }", "small letters"),
            ("warm: { when: { }, command: [a] }", "fits nothing"),
            ("warm: { when: { text: \"\" }, command: [a] }", "would fit every failure"),
            ("warm: { when: { kind: http-5x }, command: [a] }", "did you mean `http-5xx`?"),
            ("warm: { when: { category: apy }, command: [a] }", "did you mean `api`?"),
            ("warm: { when: { category: ui, kind: http-5xx }, command: [a] }", "is of the category `api`, not `ui`"),
            ("redeploy: { command: [a], to: on }", "`to` belongs to railway or unleash"),
            ("redeploy: { files: [a/b], save: { file: x } }", "`save` belongs to http"),
            ("redeploy: { files: [a/b], pass: [X] }", "`pass` belongs to command or http"),
            ("redeploy: { railway: { project: p, environment: e } }", "service` is missing"),
            ("redeploy: { railway: { project: p, environment: e, service: s }, to: x }", "`to` needs `variable`"),
            ("redeploy: { railway: { project: p, environment: e, service: s, variable: X } }", "needs `to`"),
            ("redeploy: { railway: { project: p, environment: e, service: s, variable: \"A B\" }, to: x }", "no name"),
            ("redeploy: { railway: { project: p, environment: e, service: s }, variable: X, to: x }", "into `railway`"),
            (
                "redeploy: { railway: { project: p, environment: e, service: s, operation: stop } }",
                "restart or redeploy"
            ),
            (
                "redeploy: { railway: { project: p, environment: e, service: s, variable: X, operation: restart }, to: x }",
                "does nothing beside `variable`"
            ),
            ("redeploy: { railway: { project: \"\", environment: e, service: s } }", "project` is empty"),
            ("redeploy: { http: { url: \"\" } }", "url` is empty"),
            ("redeploy: { http: { url: \"http://h\" }, save: { file: \"\" } }", "file` is empty"),
            ("redeploy: { command: [a], environment: { \"A=B\": x } }", "no name of a variable"),
            ("redeploy: { command: [a], pass: [\"A B\"] }", "no name of a variable"),
            ("redeploy: { command: [a], probe: { http: \"${HOST}/health\" } }", "must be an address"),
            ("toggle-feature: { unleash: { url: \"http://u\", flag: f } }", "needs `to: on`"),
            ("toggle-feature: { unleash: { url: \"http://u\", flag: f }, to: maybe }", "must be on or off"),
            ("toggle-feature: { unleash: { url: u, flag: f }, to: on }", "must be an address"),
            ("refresh-tokens: { http: { url: \"..\" } }", "must be an address"),
            ("refresh-tokens: { http: { url: \"http://h\", method: BREW } }", "expected one of GET"),
            ("refresh-tokens: { http: { url: \"http://h\", headers: { \"a b\": c } } }", "no name of a header"),
            ("clear-session: { files: [] }", "`files` is empty"), ("clear-session: { files: [\"/**\"] }", "too wide"),
            ("clear-session: { files: [\"**\"] }", "everything below the checkout"),
            ("clear-session: { files: [\"*/x\"] }", "everything below the checkout"),
            ("clear-session: { files: [\"../x\"] }", "`..`"), ("clear-session: { files: [\"a/.git/x\"] }", "git's own"),
            ("clear-session: { files: [\"/home/*/x\"] }", "too wide"),
            ("clear-session: { files: [\"/etc/a/b\"] }", "system"),
            ("clear-session: { files: [\"~/x\"] }", "`~`"), ("clear-session: { files: [\"a/\"] }", "names no file"),
            ("redeploy: { command: [a], pass: [RAILWAY_TOKEN] }", "secret of the service"),
            ("redeploy: { command: [a], cooldown: 8d }", "604800 seconds"),
            ("redeploy: { command: [a], timeout: 2h }", "from 1 to 3600 seconds"),
            ("redeploy: { comand: [a] }", "did you mean `command`?"),
        ])
    func refuses(playbook: String, part: String) {
        let found = problems(playbook)
        #expect(found.contains { $0.contains(part) && $0.hasPrefix("selfheal.yaml:4:") }, "\(found)")
    }

    @Test(
        "Variables may stand for parts of a request's address, also for the server itself",
        arguments: [
            "${AUTH_URL}/oauth/token", "${AUTH_URL}", "http://${HOST}:4000/${PATH_1}", "http://h/token?k=${KEY}",
        ])
    func takesVariables(address: String) throws {
        let playbooks = try parse("refresh-tokens: { http: { url: \"\(address)\" } }")
        #expect(playbooks.map(\.action) == [.http(.init(method: "POST", url: address))])
    }
}
