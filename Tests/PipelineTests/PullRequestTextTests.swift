import Domain
import Testing

@testable import Pipeline

struct PullRequestTextTests {
    private func text(
        element: String, before: String = "getByTestId('add')", diff: String = "-a\n+b\n",
        redaction: Redaction = Redaction(secrets: [])
    ) throws -> PullRequestText {
        let sha = try #require(CommitSHA(String(repeating: "a", count: 40)))
        let locator = Repair.Locator(
            test: TestKey(project: "modules", file: "tests/a.spec.ts", title: "adds"), before: before,
            after: "getByTestId('put')", selector: "internal:testid=[data-testid=\"put\"s]",
            place: SourceLocation(file: "tests/a.spec.ts", line: 3, column: 7), element: element, why: "same text",
            confidence: 0.97, memory: StepReference(trace: "trace.zip", callID: "call@1"), changesStrategy: false)
        let repair = Repair(
            fingerprint: "0123456789ab", failures: ["1"], locators: [locator], files: [], diff: diff,
            why: "`\(before)` found the \(element).")
        let proof = Fix.Proof(
            before: .init(red: 1), after: .init(runs: 3, green: 3),
            checks: [.init(name: "green-again", passed: true, text: "3 of 3")])
        return PullRequestText(
            JudgedRepair(repair: repair, proof: proof, risk: .init(level: .low, reasons: ["one line"])),
            revision: Revision(sha: sha, base: nil, branch: "main", subject: "Rename", notes: []),
            repository: "acme/shop", failures: [], redaction: redaction)
    }

    @Test("A secret that a limit of the title or of the diff cuts in two is taken out before", arguments: 1...12)
    func takesOutBeforeCutting(offset: Int) throws {
        let redaction = Redaction(secrets: ["zebra-known-77"])
        for limit in [72, 100] {
            let start = "Heal 0 tests: find the button ".count
            let element = "button " + String(repeating: "x", count: limit - start - offset) + "zebra-known-77 to pay"
            let text = try text(element: element, redaction: redaction)
            #expect(!text.title.contains("zeb") && !(text.commitMessage.split(separator: "\n")[0].contains("zeb")))
        }
        let line = "+" + String(repeating: "x", count: 20_000 - 1 - offset) + "zebra-known-77\n"
        #expect(try !text(element: "button", diff: line, redaction: redaction).body.contains("zeb"))
    }

    @Test("It says what changed, how it was proven, what is risky and how to refuse it")
    func saysEverything() throws {
        let text = try text(element: "button \"Add\"")
        for part in [
            "getByTestId('add')", "getByTestId('put')", "3 of 3", "Risk: low", "```diff", "Close this pull request",
        ] {
            #expect(text.body.contains(part), "\(part) is missing")
        }
        #expect(text.commitMessage.hasSuffix("Selfheal-Fix: 0123456789ab"))
        #expect(text.title.count <= 100)
    }

    @Test(
        "What a page says cannot mention people, close issues, or become markup",
        arguments: ["button \"@acme/team\"", "link \"Fixes #12\"", "img \"<img src=x>\"", "text \"![a](http://b)\""])
    func escapes(element: String) throws {
        let text = try text(element: element)
        for place in [text.body, text.commitMessage, text.title] {
            #expect(!place.contains("@acme") && !place.contains("#12"))
        }
        #expect(!text.body.contains("<img"))
        #expect(!text.body.contains("![a]"))
    }

    @Test(
        "A patch of a model is told as one, of the tests or of the product",
        arguments: ["tests/a.spec.ts", "app/a.html"])
    func patches(path: String) throws {
        var repair = Repair(
            fingerprint: "0123456789ab", failures: ["1"], locators: [],
            files: [.init(path: path, before: "a\n", after: "b\n")], diff: "-a\n+b\n", why: "m wrote it")
        repair.origin = .patch(model: "m")
        let proof = Fix.Proof(before: .init(red: 1), after: .init(runs: 3, green: 3), checks: [])
        let text = PullRequestText(
            JudgedRepair(repair: repair, proof: proof, risk: .init(level: .high, reasons: ["a model wrote it"])),
            revision: Revision(
                sha: try #require(CommitSHA(String(repeating: "a", count: 40))), base: nil, branch: "main",
                subject: "Rename"), repository: "acme/shop", failures: [])
        #expect(text.title.hasSuffix("change \(path)"))
        #expect(text.body.contains("The language model `m` wrote this change of `\(path)`"))
        #expect(!text.body.contains("the element") && !text.body.contains("find the app"))
        let isProduct = path.hasPrefix("app")
        #expect(text.body.contains("Class C: a change of the product (component)") == isProduct)
        #expect(text.body.contains("Class B: a change of tests only") == !isProduct)
    }

    @Test("What takes a part of a commit back says so, and is of the product")
    func takenBack() throws {
        var repair = Repair(
            fingerprint: "0123456789ab", failures: ["1"], locators: [],
            files: [.init(path: "app/a.js", before: "a\n", after: "b\n")], diff: "-a\n+b\n",
            why: "With `app/a.js` line 1 as at `bbbb` the red tests are green.")
        repair.takenBack = .init(place: "`app/a.js` line 1", cautions: ["all is lost"])
        let text = PullRequestText(
            JudgedRepair(
                repair: repair, proof: Fix.Proof(before: .init(red: 1), after: .init(runs: 3, green: 3), checks: []),
                risk: .init(level: .high, reasons: ["all is lost"])),
            revision: Revision(
                sha: try #require(CommitSHA(String(repeating: "a", count: 40))), base: nil, branch: "main",
                subject: "Tidy"), repository: "acme/shop", failures: [])
        #expect(text.title == "Take back a part of app/a.js, for 0 tests")
        #expect(text.body.contains("With `app/a.js` line 1 as at `bbbb` the red tests are green. It was held to"))
        #expect(text.body.contains("Class C: a change of the product") && text.body.contains("- all is lost"))
    }

    @Test("Backticks in a locator do not leave its code span")
    func fences() throws {
        #expect(try text(element: "button", before: "locator(`a`)").body.contains("`` locator(`a`) ``"))
    }
}

struct AppDiffTests {
    @Test("Words that a commit took away and brought are told apart, tests and documents left out")
    func readsWords() {
        let diff = AppDiff(
            """
            diff --git a/app/cart.js b/app/cart.js
            --- a/app/cart.js
            +++ b/app/cart.js
            @@ -1 +1 @@
            -<b data-testid="cart-count">
            +<b data-testid="cart-size">\r
            diff --git a/tests/cart.spec.ts b/tests/cart.spec.ts
            --- a/tests/cart.spec.ts
            +++ b/tests/cart.spec.ts
            @@ -1 +1 @@
            -old
            +wanted
            """)
        #expect(diff.removed == ["b", "data", "testid", "cart", "count"])
        #expect(diff.added == ["b", "data", "testid", "cart", "size"])
    }

    @Test(
        "Files of the tests are known by folder or name",
        arguments: [
            ("tests/pages/cart.ts", true), ("packages/web/e2e/a.ts", true), ("src/cart.spec.tsx", true),
            ("playwright.config.ts", true), ("src/cart.ts", false), ("src/contest/a.ts", false),
        ])
    func knowsTests(path: String, isTest: Bool) { #expect(TestFiles.isTest(path) == isTest) }
}

struct RedactionTests {
    @Test("Secrets are taken out wherever they stand, also as they stand in JSON; short words are left")
    func redacts() throws {
        let redaction = Redaction(secrets: ["s3cret\"value", "abc"])
        #expect(redaction.apply(to: "token s3cret\"value abc") == "token [secret] abc")
        #expect(try redaction.apply(to: ["a": "x s3cret\"value y"]) == ["a": "x [secret] y"])
    }
}
