import Foundation
import FoundationNetworking
import Testing

/// The commands of the built program that need neither browser nor network.
@Suite(.serialized, .fewAtATime)
struct CommandTests {
    private let place: URL
    private let repository: SampleRepository
    private let data: String

    init() throws {
        place = try EndToEnd.temporaryFolder()
        repository = try SampleRepository(
            copying: EndToEnd.ownSamples.appending(path: "clock"), to: place.appending(path: "clock"))
        data = place.appending(path: "data").path(percentEncoded: false)
    }

    private func configure(_ playbooks: String) throws -> String {
        let file = place.appending(path: "selfheal.yaml")
        try """
        repositories:
          - name: acme/clock
            path: "\(repository.folder.path(percentEncoded: false))"
            schedule: ["every 12h"]
            playbooks:
              \(playbooks)
        """.write(to: file, atomically: true, encoding: .utf8)
        return file.path(percentEncoded: false)
    }

    /// Without credentials of whoever runs the tests.
    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let errors = place.appending(path: UUID().uuidString)
        let none = ["GITHUB_TOKEN", "GITHUB_APP_ID", "RAILWAY_TOKEN", "ANTHROPIC_API_KEY", "SELFHEAL_API_TOKEN"]
        let clean = Dictionary(uniqueKeysWithValues: none.map { ($0, "") })
        let program = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false), arguments,
            environment: clean.merging(environment) { $1 }, log: errors)
        let output = program.everything()
        let status = program.wait().status
        return (status, output, try String(contentsOf: errors, encoding: .utf8))
    }

    private func serve(_ config: String, environment: [String: String] = [:]) throws -> (RunningProgram, URL) {
        let service = try RunningProgram(
            EndToEnd.program.path(percentEncoded: false), ["serve", "--port", "0", "--config", config, "--data", data],
            environment: environment, log: place.appending(path: "service.log"))
        return (service, try #require(service.address()))
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("A playbook that is run by hand acts once, obeys its cool-down, and stands in the list")
    func runsPlaybooks() throws {
        let witness = place.appending(path: "witness").path(percentEncoded: false)
        let config = try configure(
            "restart-backend: { command: [sh, -c, 'echo acted >> \"$WITNESS\"'], environment: { WITNESS: \"\(witness)\" } }"
        )
        let place = ["--config", config, "--data", data, "--format", "json"]

        let dry = try run("playbooks", "run", "restart-backend", "--dry-run", place[0], place[1], place[2], place[3])
        #expect(dry.status == 0 && dry.output.contains("would-be-done"), "\(dry)")
        #expect(!FileManager.default.fileExists(atPath: witness))

        let first = try run("playbooks", "run", "restart-backend", "--config", config, "--data", data)
        #expect(first.status == 0 && first.output.contains("done"), "\(first)")
        let second = try run("playbooks", "run", "restart-backend", "--config", config, "--data", data)
        #expect(second.status == 1 && second.output.contains("left alone until"), "\(second)")
        #expect(try String(contentsOfFile: witness, encoding: .utf8) == "acted\n")

        let list = try run("playbooks", "list", "--config", config, "--data", data, "--format", "json")
        let entries = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
        let entry = try #require(entries?.first)
        #expect(entry["name"] as? String == "restart-backend" && entry["class"] as? String == "A")
        #expect((entry["objection"] as? String)?.contains("left alone until") == true)
        #expect((entry["lastRun"] as? [String: Any])?["playbook"] as? String == "restart-backend")
    }

    @Test("The kill switch and an unknown name stop a playbook before it acts")
    func refusesPlaybooks() throws {
        let config = try configure("restart-backend: { command: [\"false\"] }")
        let typo = try run("playbooks", "run", "restart-bakend", "--config", config, "--data", data)
        #expect(typo.status == 2 && typo.errors.contains("did you mean `restart-backend`?"), "\(typo)")
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        try "deploying".write(toFile: data + "/PAUSE", atomically: true, encoding: .utf8)
        let paused = try run("playbooks", "run", "restart-backend", "--config", config, "--data", data)
        #expect(paused.status == 1 && paused.output.contains("deploying"), "\(paused)")
    }

    @Test("The store is checked and copied while the service runs, and migrated only when it does not")
    func looksAfterStores() throws {
        let config = try configure("{}")
        let (service, _) = try serve(config)
        let copy = place.appending(path: "copy.db").path(percentEncoded: false)
        let check = try run("store", "check", data + "/selfheal.db", "--format", "json")
        #expect(check.status == 0, "\(check)")
        #expect(try object(check.output)["problems"] as? [String] == [])
        let backup = try run("store", "backup", copy, "--data", data)
        #expect(backup.status == 0, "\(backup)")
        #expect(try run("store", "backup", copy, "--data", data).status == 1)
        let busy = try run("store", "migrate", data + "/selfheal.db")
        #expect(busy.status == 1 && busy.errors.contains("stop it first"), "\(busy)")
        let playbook = try run("playbooks", "list", "--config", config, "--data", data)
        #expect(playbook.status == 0, "\(playbook)")
        service.process.terminate()
        #expect(service.wait().status == 0)

        #expect(try run("store", "check", copy).status == 0)
        #expect(try run("store", "migrate", copy).output.contains("up to date"))
        try "no database".write(toFile: copy, atomically: true, encoding: .utf8)
        let broken = try run("store", "check", copy)
        #expect(broken.status == 1 && broken.errors.contains("no SQLite database"), "\(broken)")
        #expect(try run("store", "check", copy + "-2").errors.contains("there is no store"))
    }

    @Test("The doctor names what the configuration needs and what mends it, without a secret's value")
    func looksForWhatIsMissing() throws {
        let config = try configure("redeploy: { railway: { project: p, environment: e, service: s } }")
        let arguments = ["doctor", "--config", config, "--data", data, "--format", "json"]
        func lines(_ environment: [String: String]) throws -> (
            status: Int32, lines: [String: [String: Any]], text: String
        ) {
            let end = try run(
                arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], arguments[6],
                environment: environment.merging(["SELFHEAL_PORT": "0"]) { $1 })
            let list = try #require(try JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [[String: Any]])
            let named = list.compactMap { line in (line["name"] as? String).map { ($0, line) } }
            return (end.status, Dictionary(named, uniquingKeysWith: { $1 }), end.output)
        }
        let without = try lines([:])
        #expect(without.status == 1)
        #expect(without.lines["Railway"]?["state"] as? String == "missing")
        #expect(without.lines["Railway"]?["fix"] as? String == "export RAILWAY_TOKEN=...")
        for name in ["configuration", "git", "store", "disk", "port", "kill switch"] {
            #expect(without.lines[name]?["state"] as? String != "missing", "\(name): \(without.text)")
        }
        let with = try lines(["RAILWAY_TOKEN": "token-of-railway"])
        #expect(with.lines["Railway"]?["state"] as? String == "ok")
        #expect(!with.text.contains("token-of-railway"))
    }

    @Test("A configuration that is wrong is status 2, with its line")
    func refusesConfigurations() throws {
        let config = try configure("restart-backend: { class: C, command: [\"true\"] }")
        let doctor = try run("doctor", "--config", config, "--data", data)
        #expect(doctor.status == 2 && doctor.output.contains("selfheal.yaml:6:"), "\(doctor)")
        let serve = try run("serve", "--port", "0", "--config", config, "--data", data)
        #expect(serve.status == 2 && serve.errors.contains("never executed"), "\(serve)")
    }

    @Test("A service that cannot run where its configuration is right has another status, so that it is started again")
    func isStartedAgain() throws {
        // Where the data folder should be made there is a file.
        let config = try configure("{}")
        let serve = try run("serve", "--port", "0", "--config", config, "--data", config)
        #expect(serve.status == 3, "\(serve)")
    }

    @Test("A ref that is not there is a wrong option, and the error names it")
    func namesUnknownRefs() throws {
        let config = try configure("{}")
        let folder = repository.folder.path(percentEncoded: false)
        let healed = try run("heal", folder, "--ref", "typo", "--config", config, "--data", data)
        #expect(healed.status == 2 && healed.output.isEmpty)
        #expect(healed.errors.contains("typo is not in acme/clock"), "\(healed.errors)")
    }

    @Test("A report that cannot be read is named with what to check")
    func namesUnreadableReports() throws {
        for path in ["nope.json", place.path(percentEncoded: false)] {
            let triage = try run("triage", path)
            #expect(triage.status == 2 && triage.errors == "selfheal: \(path) cannot be read: check the path\n")
        }
    }

    @Test("Candidates are ranked in a line of JSON, or in words for people")
    func printsRankings() throws {
        let file = place.appending(path: "case.json")
        try #"{"target": {"id": "a"}, "candidates": [{"key": "k1", "attributes": {"id": "a"}}]}"#
            .write(to: file, atomically: true, encoding: .utf8)
        let path = file.path(percentEncoded: false)
        let line = try run("locate", path)
        #expect(try object(line.output)["choice"] as? String == "k1")
        #expect(try run("locate", path, "--format", "json").output == line.output)
        let text = try run("locate", path, "--format", "text")
        #expect(text.status == 0 && text.output.hasPrefix("k1  "), "\(text)")
    }

    @Test("Pings of one slot get one job, over HTTP and with a token")
    func pings() async throws {
        let config = try configure("{}")
        let (service, address) = try serve(
            config, environment: ["SELFHEAL_API_TOKEN": "ops:secret-1:write,eye:secret-2:read"])
        defer { service.process.terminate() }
        func ping(_ token: String, _ body: String) async throws -> (status: Int?, text: String) {
            var request = URLRequest(url: address.appending(path: "hooks/cron"))
            request.httpMethod = "POST"
            request.httpBody = Data(body.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode, String(decoding: data, as: UTF8.self))
        }
        let body = "{\"repository\": \"acme/clock\", \"slot\": \"nightly-1\"}"
        #expect(try await ping("secret-3", body).status == 401)
        #expect(try await ping("secret-2", body).status == 403)
        let first = try await ping("secret-1", body)
        #expect(first.status == 202)
        #expect(try await ping("secret-1", body).text == first.text)
        #expect(try await ping("secret-1", "{\"repository\": \"acme/clock\", \"slots\": 1}").status == 422)
    }
}
