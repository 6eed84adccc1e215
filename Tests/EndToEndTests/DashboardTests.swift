import Domain
import Foundation
import FoundationNetworking
import Testing

@Suite(.serialized, .fewAtATime, .enabled(if: EndToEnd.isReady, EndToEnd.missing))
struct DashboardTests {
    private static let token = "dashboard-secret"
    private static let specs = EndToEnd.folder.appending(path: "Dashboard")
    private let place: URL

    init() throws { place = try EndToEnd.temporaryFolder() }

    private struct Accepted: Decodable {
        struct Entry: Decodable { let id: JobID }
        let jobs: [Entry]
    }

    @Test("The dashboard of a real service shows a real job, pauses, and lets no test's name become markup")
    func showsJobs() async throws {
        let sample = try breakSample()
        let service = try start(sample)
        let address = try address(of: service)
        let job = try await heal(at: address)

        let browser = try RunningProgram(
            "node",
            [try playwright(), "test", "--config", place.appending(path: "specs/playwright.config.mjs").path()],
            environment: [
                "DASHBOARD_URL": address.absoluteString, "DASHBOARD_TOKEN": Self.token, "DASHBOARD_JOB": job.text,
            ])
        let output = browser.everything()
        #expect(browser.wait() == (false, 0), Comment(rawValue: output))
        service.process.terminate()
        #expect(service.wait() == (false, 0))
    }

    /// One test fails for a renamed test id, one has a name and an error that try to be markup, and two fail for one cause.
    private func breakSample() throws -> SampleRepository {
        let sample = try SampleRepository(
            copying: EndToEnd.ownSamples.appending(path: "clock"), to: place.appending(path: "clock"))
        try sample.replace("data-testid=\"start\"", with: "data-testid=\"begin\"", in: "index.html")
        try sample.replace(
            "actionTimeout: 4_000,", with: "actionTimeout: 4_000, screenshot: 'only-on-failure',",
            in: "playwright.config.ts")
        let attack = "<img src=x onerror=\"document.body.dataset.attacked=1\">"
        try """
        import { test } from '@playwright/test';

        test('\(attack)', () => {
          throw new Error('<b title=attack>bold</b><script>document.body.dataset.attacked = 1</script>');
        });

        for (const name of ['pays at the till', 'pays at the other till']) {
          test(name, () => {
            throw new Error('The tills are locked');
          });
        }
        """.write(to: sample.folder.appending(path: "tests/attack.spec.ts"), atomically: true, encoding: .utf8)
        try sample.commit("Use the product's word for starting")
        return sample
    }

    /// On all interfaces, so that reading needs a token as well.
    private func start(_ sample: SampleRepository) throws -> RunningProgram {
        let configuration = place.appending(path: "selfheal.yaml")
        try """
        repositories:
          - name: acme/clock
            path: "\(sample.folder.path(percentEncoded: false))"
            setup: [["ln", "-sfn", "\(EndToEnd.modules ?? "")", "node_modules"]]
            timeout: 5m
            playbooks:
              clear-session: { files: ["auth/*.json"] }
        """.write(to: configuration, atomically: true, encoding: .utf8)
        return try RunningProgram(
            EndToEnd.program.path(percentEncoded: false),
            ["serve", "--host", "0.0.0.0", "--port", "0", "--config", configuration.path(percentEncoded: false)]
                + ["--data", place.appending(path: "data").path(percentEncoded: false)],
            environment: ["SELFHEAL_API_TOKEN": "sam:\(Self.token)"], log: place.appending(path: "service.log"))
    }

    private func address(of service: RunningProgram) throws -> URL {
        let address = try #require(service.address())
        let port = try #require(address.port)
        return try #require(URL(string: "http://127.0.0.1:\(port)"))
    }

    /// - Returns: the job, when it has ended.
    private func heal(at address: URL) async throws -> JobID {
        var request = URLRequest(url: address.appending(path: "api/v1/jobs"))
        request.httpMethod = "POST"
        request.httpBody = Data(#"{"repository": "acme/clock", "ref": "main"}"#.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("Bearer \(Self.token)", forHTTPHeaderField: "Authorization")
        let (data, _) = try await URLSession.shared.data(for: request)
        let id = try #require(try JSON.decode(Accepted.self, from: data).jobs.first).id
        var events = URLRequest(
            url: address.appending(path: "api/v1/jobs/\(id.text)/events"), timeoutInterval: 600)
        events.setValue("Bearer \(Self.token)", forHTTPHeaderField: "Authorization")
        _ = try await URLSession.shared.data(for: events)
        return id
    }

    /// - Returns: the runner's program; the specs lie beside a link to its modules, so that they find it.
    private func playwright() throws -> String {
        let modules = URL(filePath: try #require(EndToEnd.modules))
        let specs = place.appending(path: "specs")
        try FileManager.default.copyItem(at: Self.specs, to: specs)
        try FileManager.default.createSymbolicLink(
            at: specs.appending(path: "node_modules"), withDestinationURL: modules)
        return modules.appending(path: "@playwright/test/cli.js").path(percentEncoded: false)
    }
}
