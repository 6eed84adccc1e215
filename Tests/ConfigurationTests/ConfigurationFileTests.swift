import Domain
import Testing

@testable import selfheal

struct ConfigurationFileTests {
    private func problems(_ text: String) -> [String] {
        do {
            _ = try ConfigurationFile.parse(text, file: "selfheal.yaml")
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch {
            return ["\(error)"]
        }
    }

    @Test("Everything that the file can say of the service and of a suite is read")
    func reads() throws {
        let file = try ConfigurationFile.parse(
            """
            server: { host: 0.0.0.0, port: 9000 }
            data: /var/lib/selfheal
            store: { url: "sqlite:/var/lib/jobs.db" }
            workers: 3
            repositories:
              - name: acme/shop
                clone: https://github.com/acme/shop.git
                path: null
                branches: ["main", "release/*"]
                forks: labelled
                dispatches: ["heal*"]
                setup: [["npm", "ci"]]
                test: ["npx", "playwright", "test"]
                projects: [health, contracts]
                timeout: 45m
                schedule: ["every 12h", "0  3 * * 1-5 Europe/Berlin"]
                environment: { BASE_URL: "http://127.0.0.1:4173", PORT: 4173 }
                pass: [TEST_EMAIL]
                reviewers: [mona, acme/web-team]
            """, file: "selfheal.yaml")
        #expect(file.host == "0.0.0.0")
        #expect(file.port == 9000)
        #expect(file.data == "/var/lib/selfheal")
        #expect(file.workers == 3)
        let shop = try #require(file.repositories.first)
        #expect(shop.timeoutSeconds == 2700)
        #expect(shop.forks == .labelled)
        #expect(shop.dispatches == ["heal*"])
        #expect(shop.setup == [["npm", "ci"]])
        #expect(shop.environment["PORT"] == "4173")
        #expect(shop.schedule == ["every 12h", "0 3 * * 1-5 Europe/Berlin"])
        #expect(shop.reviewers == ["mona", "acme/web-team"])
    }

    @Test("Limits, models, channels and addresses are read, and what is not said keeps its default")
    func readsPolicies() throws {
        let file = try ConfigurationFile.parse(
            """
            limits: { autoFixesPerRun: 1, pullRequestsPerWeek: 5 }
            llm:
              mode: ollama
              privacy: local-only
              budget: { perRunUSD: 0.25 }
              ollama: { url: "http://10.0.0.7:11434", models: [qwen2.5-coder] }
              anthropic: { model: some-model }
            notify: { slack: [critical, pull-request], discord: [] }
            github: { api: "https://git.acme.dev/api/v3", server: "https://git.acme.dev", app: 77 }
            railway: { api: "http://127.0.0.1:9/graphql" }
            """, file: "selfheal.yaml")
        #expect(file.limits.autoFixesPerRun == 1 && file.limits.pullRequestsPerWeek == 5)
        #expect(file.models.mode == .ollama && file.models.privacy == .localOnly)
        #expect(file.models.budget.perRunUSD == 0.25 && file.models.budget.callsPerRun == 20)
        #expect(file.models.ollamaModels == ["qwen2.5-coder"] && file.models.anthropicModel == "some-model")
        #expect(file.notify == [.slack: [.critical, .pullRequest], .discord: []])
        let variables = file.environment(over: ["OLLAMA_HOST": "http://localhost:1", "GITHUB_API_URL": "", "A": "b"])
        #expect(variables["OLLAMA_HOST"] == "http://localhost:1")
        #expect(variables["GITHUB_API_URL"] == "https://git.acme.dev/api/v3" && variables["GITHUB_APP_ID"] == "77")
        #expect(variables["RAILWAY_API_URL"] == "http://127.0.0.1:9/graphql" && variables["A"] == "b")
        #expect(try ConfigurationFile.parse("", file: "selfheal.yaml").limits == Limits())
    }

    @Test("The environment wins over the file, and what cannot be read in it is named with what was expected")
    func overrides() throws {
        let file = try ConfigurationFile.parse(
            "workers: 3\nlimits: { autoFixesPerRun: 2 }\nllm: { mode: auto }", file: "selfheal.yaml")
        let result = try file.overridden(by: [
            "SELFHEAL_WORKERS": "5", "SELFHEAL_AUTO_FIXES_PER_RUN": "0", "SELFHEAL_LLM": "none",
            "SELFHEAL_LLM_BUDGET_USD": "1.5", "SELFHEAL_PULL_REQUESTS_PER_WEEK": "",
        ])
        #expect(result.workers == 5 && result.limits.autoFixesPerRun == 0 && result.models.mode == .none)
        #expect(result.models.budget.perRunUSD == 1.5 && result.limits.pullRequestsPerWeek == 20)
        let error = #expect(throws: ConfigurationError.self) {
            try file.overridden(by: ["SELFHEAL_WORKERS": "many", "SELFHEAL_AUTO_FIXES_PER_RUN": "4"])
        }
        #expect(error?.problems.count == 2)
        #expect(error?.problems.contains("SELFHEAL_AUTO_FIXES_PER_RUN=4: expected a whole number from 0 to 3") == true)
    }

    @Test("All problems are told at once, each with its line and what was expected")
    func tellsAllProblems() {
        let found = problems(
            """
            workerz: 2
            server: { port: 99999 }
            repositories:
              - name: acme/shop
                timeout: soon
                forks: always
                schedule: ["every day"]
              - clone: https://github.com/acme/other.git
            notify: { slack: [critcal] }
            """)
        #expect(found.count == 7)
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:1:") && $0.contains("did you mean `workers`?") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:2:") && $0.contains("0 to 65535") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:5:") && $0.contains("30m") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:6:") && $0.contains("never or labelled") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:7:") && $0.contains("`every 12h`") })
        #expect(found.contains { $0.contains("`repositories[1].name` is missing") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:9:") && $0.contains("did you mean `critical`?") })
    }

    @Test(
        "What cannot be is an error, not a crash",
        arguments: [
            "a: [", "repositories: 3", "repositories: [3]", "workers: 0", "store: { url: mysql://x }",
            "store: { url: 'postgres://a:b@c@d/e' }", "queue: { waiting: 0 }", "queue: { settle: 2d }",
            "retention: { jobs: 1h }",
            "repositories: [{ name: a/b, timeout: 5124095576030432h }]", "repositories: [{ name: a/b, setup: [npm] }]",
            "repositories: [{ name: a/b, pass: [GITHUB_TOKEN] }]", "repositories: [{ name: a/b }, { name: A/B }]",
            "repositories: [{ name: a/b, schedule: [every 1h, every  1h] }]",
            "repositories: [{ name: a/b, reviewers: [\"-x\"] }]",
            "repositories: [{ name: a/b, pass: [UNLEASH_TOKEN] }]",
            "limits: { autoFixesPerRun: 4 }", "limits: { autoFixesPerRun: -1 }", "limits: { pullRequestsPerWeek: x }",
            "llm: { mode: gpt }", "llm: { budget: { perRunUSD: nan } }", "llm: { budget: { perRunUSD: -1 } }",
            "llm: { mode: anthropic, privacy: local-only }", "notify: { slack: critical }", "notify: { teams: [fix] }",
            "repositories: [{ name: \"\", branches: [main] }]", "repositories: [{ name: not a name! }]",
            "repositories: [{ name: a/b/c }]", "repositories: [{ name: a/.. }]",
            "repositories: [{ name: a/b, path: \"\" }]",
            "repositories: [{ name: a/b, clone: \"\" }]", "repositories: [{ name: a/b, test: [\"\"] }]",
            "repositories: [{ name: a/b, test: [] }]", "repositories: [{ name: a/b, setup: [[\"\"]] }]",
            "repositories: [{ name: a/b, branches: [\"\"] }]", "repositories: [{ name: a/b, projects: [\" \"] }]",
            "repositories: [{ name: a/b, environment: { A=B: x } }]", "repositories: [{ name: a/b, pass: [a-b] }]",
            "server: { host: \"\" }", "data: \"\"", "store: { url: \"\" }", "github: { app: \"\" }",
            "github: { api: file:///etc }", "llm: { ollama: { url: localhost } }",
        ])
    func refuses(text: String) { #expect(!problems(text).isEmpty) }

    @Test(
        "A name is OWNER/NAME, or what a local folder goes by",
        arguments: ["acme/shop", "porch", "samples/shop", "acme/.github", "my_org/a-b.c"])
    func takesNames(name: String) throws {
        let file = try ConfigurationFile.parse("repositories: [{ name: \(name) }]", file: "selfheal.yaml")
        #expect(file.repositories.map(\.name) == [name])
    }

    @Test("An empty text is taken where it means something")
    func takesEmptyTexts() throws {
        let file = try ConfigurationFile.parse(
            "repositories: [{ name: a/b, test: [npx, \"\"], environment: { CI: \"\" } }]", file: "selfheal.yaml")
        #expect(file.repositories.first?.test == ["npx", ""] && file.repositories.first?.environment == ["CI": ""])
    }

    @Test(
        "An empty file is a configuration",
        arguments: ["", "# nothing\n", "repositories:\n", "llm:\nnotify:\nlimits:\n"])
    func takesEmptyFiles(text: String) { #expect(problems(text).isEmpty) }

    @Test("A channel whose address is known hears everything, unless the file says what")
    func choosesTopics() throws {
        let file = try ConfigurationFile.parse("notify: { discord: [critical], slack: null }", file: "selfheal.yaml")
        func notify(_ environment: [String: String]) throws -> [NotificationChannel: [NotificationTopic]] {
            try ServiceSettings(file, environment: environment, host: nil, port: nil, data: nil).notify
        }
        #expect(try notify([:]).isEmpty)
        #expect(try notify(["DISCORD_WEBHOOK_URL": "https://discord.test/x"]) == [.discord: [.critical]])
        #expect(try notify(["SLACK_WEBHOOK_URL": "https://slack.test/x"]) == [.slack: NotificationTopic.allCases])
    }
}
