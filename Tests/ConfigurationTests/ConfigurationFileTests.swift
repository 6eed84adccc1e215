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

    @Test("Everything that the file can say is read")
    func reads() throws {
        let file = try ConfigurationFile.parse(
            """
            server: { host: 0.0.0.0, port: 9000 }
            store: { url: "sqlite:/var/lib/jobs.db" }
            workers: 3
            repositories:
              - name: acme/shop
                clone: https://github.com/acme/shop.git
                branches: ["main", "release/*"]
                forks: labelled
                setup: [["npm", "ci"]]
                test: ["npx", "playwright", "test"]
                projects: [health, contracts]
                timeout: 45m
                environment: { BASE_URL: "http://127.0.0.1:4173", PORT: 4173 }
                pass: [TEST_EMAIL]
            """, file: "selfheal.yaml")
        #expect(file.host == "0.0.0.0")
        #expect(file.port == 9000)
        #expect(file.workers == 3)
        let shop = try #require(file.repositories.first)
        #expect(shop.timeoutSeconds == 2700)
        #expect(shop.forks == .labelled)
        #expect(shop.setup == [["npm", "ci"]])
        #expect(shop.environment["PORT"] == "4173")
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
              - clone: https://github.com/acme/other.git
            """)
        #expect(found.count == 5)
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:1:") && $0.contains("did you mean `workers`?") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:2:") && $0.contains("0 to 65535") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:5:") && $0.contains("30m") })
        #expect(found.contains { $0.hasPrefix("selfheal.yaml:6:") && $0.contains("never or labelled") })
        #expect(found.contains { $0.contains("`repositories[1].name` is missing") })
    }

    @Test(
        "What cannot be is an error, not a crash",
        arguments: [
            "a: [", "repositories: 3", "repositories: [3]", "workers: 0", "store: { url: postgres://x }",
            "repositories: [{ name: a/b, timeout: 5124095576030432h }]", "repositories: [{ name: a/b, setup: [npm] }]",
            "repositories: [{ name: a/b, pass: [GITHUB_TOKEN] }]", "repositories: [{ name: a/b }, { name: a/b }]",
        ])
    func refuses(text: String) { #expect(!problems(text).isEmpty) }

    @Test("An empty file is a configuration", arguments: ["", "# nothing\n", "repositories:\n"])
    func takesEmptyFiles(text: String) { #expect(problems(text).isEmpty) }

    @Test("A secret's value never stands in an error")
    func hidesSecrets() throws {
        #expect(throws: ConfigurationError.self) {
            do {
                _ = try Secrets(environment: ["SELFHEAL_API_TOKEN": "a:very-secret:everything"])
            } catch {
                #expect(!"\(error)".contains("very-secret"))
                throw error
            }
        }
    }
}
