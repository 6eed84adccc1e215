import Domain
import Foundation
import HTTPClient
import Pipeline
import TestKit
import Testing

@testable import Tools

struct CommandPlaybookTests {
    private let folder: String
    private let clock = SteppingClock()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).resolvingSymlinksInPath()
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder + "/ops", withIntermediateDirectories: true)
    }

    private func tool(_ probes: ScriptedTransport = ScriptedTransport()) -> CommandPlaybook {
        CommandPlaybook(
            tools: ToolRunner(owner: "tests"),
            environment: ChildEnvironment(of: [
                "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/root", "GITHUB_TOKEN": "service-secret",
                "DB_PASSWORD": "given",
            ]), probe: HTTPProbe(transport: probes, pace: clock.pace), now: { [clock] in clock.now })
    }

    private func script(_ text: String) throws {
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: folder + "/ops/restart"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/ops/restart")
    }

    private func playbook(isProbed: Bool = false, timeout: Int = 60) -> PlaybookSettings {
        PlaybookSettings(
            name: "restart-backend", action: .command(["./ops/restart", "now"]),
            probe: isProbed ? .init(http: "http://127.0.0.1:2/") : nil, timeoutSeconds: timeout,
            environment: ["MODE": "soft"], pass: ["DB_PASSWORD"])
    }

    private var place: PlaybookPlace {
        PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: folder)
    }

    private func text(_ name: String) -> String {
        FileManager.default.contents(atPath: "\(folder)/\(name)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func failure(_ playbook: PlaybookSettings, probes: ScriptedTransport = ScriptedTransport()) async throws
        -> PlaybookFailed?
    {
        do {
            _ = try await tool(probes).act(playbook, place)
            return nil
        } catch let failure as PlaybookFailed {
            return failure
        }
    }

    @Test("Runs in the checkout, with its own variables and no other of the service")
    func runs() async throws {
        try script("pwd > where; echo $1 > words; env > environment")
        #expect(try await tool().act(playbook(), place) == "ran `./ops/restart now`")
        #expect(text("where") == folder + "\n")
        #expect(text("words") == "now\n")
        let environment = text("environment")
        #expect(environment.contains("MODE=soft") && environment.contains("DB_PASSWORD=given"))
        #expect(environment.contains("PATH=") && environment.contains("HOME=/root"))
        #expect(!environment.contains("service-secret"))
    }

    @Test("A status that is not 0 is a failure that acted, with the end of what was printed")
    func fails() async throws {
        try script("seq 100; echo cannot reach the host >&2; exit 7")
        let failure = try #require(try await failure(playbook()))
        #expect(failure.mayHaveActed)
        #expect(
            failure.description.contains("ended with status 7")
                && failure.description.hasSuffix("cannot reach the host"))
        #expect(!failure.description.contains("\n50\n"))
    }

    @Test("A program that does not end in time is killed, with all that it started")
    func overTime() async throws {
        try script("setsid sh -c 'echo $$ > child; sleep 300' & sleep 300")
        let failure = try #require(try await failure(playbook(timeout: 1)))
        #expect(
            failure == PlaybookFailed("`./ops/restart now` did not end within 1 s and was killed", mayHaveActed: true))
        #expect(!isAlive(text("child")))
    }

    @Test("A server that a command starts goes on after a good end, and not after a bad one", arguments: [0, 1])
    func leavesServer(status: Int) async throws {
        try script(
            """
            sh -c 'echo $$ > child; exec sleep 300' >/dev/null 2>&1 &
            while [ ! -s child ]; do sleep 0.05; done
            exit \(status)
            """)
        let failure = try await failure(playbook())
        #expect((failure == nil) == (status == 0))
        let child = text("child")
        #expect(isAlive(child) == (status == 0))
        if let process = pid(child) { kill(process, SIGKILL) }
    }

    @Test("A program that is not there is a failure that did nothing")
    func missing() async throws {
        let failure = try #require(try await failure(playbook()))
        #expect(!failure.mayHaveActed)
        #expect(failure.description.contains("./ops/restart"))
    }

    @Test("Without a checkout nothing is run")
    func noCheckout() async throws {
        let place = PlaybookPlace(repository: RepositorySettings(name: "acme/shop"), folder: nil)
        await #expect(
            throws: PlaybookFailed("restart-backend needs a checkout of the repository to run in", mayHaveActed: false)
        ) {
            try await tool().act(playbook(), place)
        }
    }

    @Test("A restart is needed when the probe fails, and pointless when it does not; without a probe nothing tells")
    func looks() async {
        let sick = await tool(ScriptedTransport(.answer(503, [:], ""))).look(playbook(isProbed: true), place)
        let well = await tool(ScriptedTransport(.answer(200, [:], ""))).look(playbook(isProbed: true), place)
        #expect(sick == .needed("the probe http://127.0.0.1:2/ answers 503"))
        #expect(well == .pointless("its probe finds the target well"))
        #expect(await tool().look(playbook(), place) == .unknown("no probe is configured"))
    }

    @Test("Data is reset also where the probe is well")
    func looksAtOthers() async {
        var playbook = playbook(isProbed: true)
        playbook.name = "reset-test-data"
        guard case .unknown = await tool(ScriptedTransport(.answer(200, [:], ""))).look(playbook, place) else {
            Issue.record("the probe of a healthy service stands in the way of other playbooks")
            return
        }
    }

    @Test("A target that stays down after the command is a failure that acted")
    func probeFails() async throws {
        try script("exit 0")
        let sick = ScriptedTransport(Array(repeating: .answer(503, [:], ""), count: 60))
        let failure = try #require(try await failure(playbook(isProbed: true), probes: sick))
        #expect(failure.mayHaveActed)
        #expect(failure.description.hasSuffix("ended well, but the probe http://127.0.0.1:2/ answers 503"))
    }

    private func pid(_ text: String) -> pid_t? { pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) }

    /// A zombie, which nobody has waited for yet, is dead.
    private func isAlive(_ text: String) -> Bool {
        guard let process = pid(text), let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else {
            return false
        }
        return !String(decoding: stat, as: UTF8.self).contains(") Z ")
    }
}
