import Domain
import Foundation
import Pipeline
import Testing

@testable import Tools

/// With Playwright and a browser: what a test notices of an element that is taken away, and what it does not.
@Suite(.serialized, .enabled(if: RealPlaywright.isReady, RealPlaywright.missing))
struct TakenElementsInBrowserTests {
    private let folder: String

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "selfheal \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: place.appending(path: "node_modules"),
            withDestinationURL: URL(filePath: try #require(RealPlaywright.modules)))
        for (name, text) in ["playwright.config.mjs": Self.configuration, "a.spec.mjs": Self.spec] {
            try Data(text.utf8).write(to: place.appending(path: name))
        }
        folder = place.path(percentEncoded: false)
    }

    private static let configuration = """
        export default {
          testDir: '.',
          use: { launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] } },
        };
        """

    private static let spec = """
        import { expect, test } from '@playwright/test';

        test.beforeEach(({ page }) => page.setContent('<h1>Cart</h1><button>Pay</button>'));

        test('pays', async ({ page }) => {
          await page.getByRole('button', { name: 'Pay' }).click();
        });

        test('looks away', async ({ page }) => {
          await page.getByRole('button', { name: 'Pay' }).click({ timeout: 1_000 }).catch(() => {});
          await expect(page.getByRole('heading')).toHaveText('Cart');
        });
        """

    private func run(_ title: String, without selector: String) async throws -> SuiteResult {
        var repository = RepositorySettings(name: "acme/cart")
        repository.test = ["npx", "playwright", "test"]
        repository.timeoutSeconds = 120
        var run = SuiteRun(
            repository: repository, folder: folder, output: folder + "/out", projects: [],
            tests: [TestSelection(file: "a.spec.mjs", titles: [title])], tracing: .none, retries: 0)
        run.takingAway = [selector]
        run.testTimeoutSeconds = 20
        let runner = PlaywrightRunner(
            tools: ToolRunner(owner: "taken-\(UUID().uuidString)"),
            environment: ChildEnvironment(of: RealPlaywright.service), reporters: folder + "/tools")
        return try await runner.run(run) { _ in }
    }

    private static let button = #"internal:role=button[name="Pay"i]"#

    @Test("A test whose step needs the element is red without it")
    func notices() async throws {
        let result = try await run("pays", without: Self.button)
        #expect(result.exitStatus == 1 && result.takenAway == [Self.button], Comment(rawValue: result.output))
    }

    @Test("One that swallows the failure is green, and the element was gone all the same")
    func looksAway() async throws {
        let result = try await run("looks away", without: Self.button)
        #expect(result.exitStatus == 0 && result.takenAway == [Self.button], Comment(rawValue: result.output))
    }

    @Test("What is not on the page is not taken away, and changes nothing")
    func leavesOthers() async throws {
        let result = try await run("pays", without: "#nothing")
        #expect(result.exitStatus == 0 && result.takenAway == [], Comment(rawValue: result.output))
    }
}
