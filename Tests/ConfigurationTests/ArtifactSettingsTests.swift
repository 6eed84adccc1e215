import Domain
import Queue
import Testing

@testable import selfheal

struct ArtifactSettingsTests {
    private func parse(_ text: String) throws -> ConfigurationFile {
        try ConfigurationFile.parse(text, file: "selfheal.yaml")
    }

    @Test("A bucket has defaults, and lets parts of suites run anywhere")
    func readsBuckets() throws {
        let file = try parse("artifacts: { s3: { endpoint: \"https://s3.example.com/\", bucket: heal } }")
        #expect(file.artifacts == .bucket(BucketSettings(endpoint: "https://s3.example.com", bucket: "heal")))
        #expect(file.queue.policy.shardsAnywhere)
        #expect(try !parse("workers: 2").queue.policy.shardsAnywhere)
    }

    @Test("A bucket's objects are named in either style, and encoded")
    func namesObjects() throws {
        let text =
            "artifacts: { s3: { endpoint: \"http://s3:9000\", bucket: heal, prefix: ci, region: eu-1, pathStyle: false } }"
        guard case .bucket(var bucket) = try parse(text).artifacts else {
            Issue.record("no bucket")
            return
        }
        #expect(bucket.address(of: "a/b c+ü.zip") == "http://heal.s3:9000/ci/a/b%20c%2B%C3%BC.zip")
        bucket.hasPathStyle = true
        bucket.prefix = ""
        #expect(bucket.address(of: "a") == "http://s3:9000/heal/a")
    }

    @Test("A folder is one, too")
    func readsFolders() throws {
        #expect(try parse("artifacts: { folder: /mnt/heal }").artifacts == .folder("/mnt/heal"))
    }

    @Test(
        "What is no place is an error",
        arguments: [
            ("{ folder: /a, s3: { endpoint: \"http://s\", bucket: heal } }", "either"), ("{ }", "either"),
            ("{ s3: { bucket: heal } }", "endpoint"), ("{ s3: { endpoint: \"http://s\", bucket: \"a b\" } }", "bucket"),
            ("{ s3: { endpoint: s3, bucket: heal } }", "endpoint"),
            ("{ s3: { endpoint: \"http://s\", bucket: heal, prefix: ../x } }", "prefix"),
            ("{ s3: { endpoint: \"http://s\", bucket: heal, pathStyle: maybe } }", "pathStyle"),
        ])
    func refuses(section: String, word: String) {
        #expect { try parse("artifacts: \(section)") } throws: { "\($0)".contains(word) }
    }

    @Test("A suite is divided into 2 to 64 parts")
    func readsShards() throws {
        func entry(_ shards: String) -> String { "repositories: [{ name: acme/shop, shards: \(shards) }]" }
        #expect(try parse(entry("3")).repositories.first?.shards == 3)
        #expect(try parse("repositories: [{ name: acme/shop }]").repositories.first?.shards == nil)
        for wrong in ["1", "65", "many"] {
            #expect { try parse(entry(wrong)) } throws: { "\($0)".contains("shards") }
        }
    }

    @Test("A bucket needs keys, which are redacted and which no suite may see")
    func needsKeys() throws {
        let text = """
            artifacts: { s3: { endpoint: "http://s", bucket: heal } }
            repositories: [{ name: acme/shop, pass: [AWS_SECRET_ACCESS_KEY] }]
            """
        func settings(_ text: String, _ environment: [String: String]) throws -> ServiceSettings {
            try ServiceSettings(try parse(text), environment: environment, host: nil, port: nil, data: "/tmp/x")
        }
        let keys = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "a-very-secret-key"]
        #expect { try settings(text, [:]) } throws: { "\($0)".contains("AWS_ACCESS_KEY_ID") }
        #expect { try settings(text, keys) } throws: { "\($0)".contains("pass") }
        let plain = try settings(text.replacing(", pass: [AWS_SECRET_ACCESS_KEY]", with: ""), keys)
        #expect(!plain.secrets.redaction([], keys).apply(to: "x a-very-secret-key").contains("very"))
        #expect(
            try settings("repositories: [{ name: acme/shop, pass: [AWS_SECRET_ACCESS_KEY] }]", keys).artifacts == nil)
    }
}
