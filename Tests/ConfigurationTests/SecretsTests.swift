import Domain
import Foundation
import Testing

@testable import selfheal

struct SecretsTests {
    @Test("A secret's value never stands in an error")
    func hidesSecrets() throws {
        for environment in [
            ["SELFHEAL_API_TOKEN": "a:very-secret:everything"], ["SLACK_WEBHOOK_URL": "ftp://very-secret"],
            ["DISCORD_WEBHOOK_URL": "very-secret"], ["SELFHEAL_API_TOKEN": "ops:fine,very-secret:read"],
        ] {
            let error = #expect(throws: ConfigurationError.self) { _ = try Secrets(environment: environment) }
            #expect(error?.description.contains("very-secret") == false)
        }
    }

    @Test("Every secret can lie in a file, is redacted, and is none that a suite may see")
    func readsFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var environment = ["GITHUB_APP_ID": "7"]
        var values: [String] = []
        for name in Secrets.names where name != "DATABASE_URL" {
            let isAddress = name.hasSuffix("_URL")
            let value = (isAddress ? "https://hooks.test/services/" : "") + "value-of-\(name)"
            let file = folder.appending(path: name)
            try "\(value)\n".write(to: file, atomically: true, encoding: .utf8)
            environment[name + "_FILE"] = file.path(percentEncoded: false)
            values.append(value)
        }
        let redaction = try Secrets(environment: environment).redaction([], environment)
        for value in values { #expect(redaction.apply(to: "before \(value) after") == "before [secret] after") }
        #expect(redaction.apply(to: "/services/value-of-SLACK_WEBHOOK_URL") == "[secret]")
    }

    @Test(
        "The password of the database is redacted, wherever its address comes from",
        arguments: [
            "postgres://ann:open%2Dsesame@db/jobs", "postgres://db/jobs?user=ann&password=open%2Dsesame",
            "postgresql://ann:open%2Dsesame@one:5433,two:5434/jobs", "postgres://db/jobs?sslpassword=open%2Dsesame",
        ], ["environment", "file", "both"])
    func redactsDatabase(url: String, from source: String) throws {
        var file = ConfigurationFile()
        if source != "environment" { file.database = url }
        var environment = source == "file" ? [:] : ["DATABASE_URL": url]
        if source == "both" { environment["DATABASE_URL"] = "postgres://bob:other-word@db/jobs" }
        let redaction = try ServiceSettings(file, environment: environment, host: nil, port: nil, data: "/data")
            .secrets.redaction([], environment)
        for text in ["open-sesame", "open%2Dsesame", url] {
            #expect(redaction.apply(to: "before \(text) after") == "before [secret] after")
        }
    }

    @Test("What a playbook may see is redacted as well")
    func redactsPassed() throws {
        var settings = RepositorySettings(name: "acme/shop")
        settings.playbooks = [PlaybookSettings(name: "redeploy", action: .command(["a"]), pass: ["DEPLOY_KEY"])]
        let environment = ["DEPLOY_KEY": "key-of-deploy"]
        let redaction = try Secrets(environment: environment).redaction([settings], environment)
        #expect(redaction.apply(to: "key-of-deploy") == "[secret]")
    }
}
