import Testing

@testable import Advice

struct PatchBlocksTests {
    static let spec = """
        test('a', async ({ page }) => {
          await page.goto('/');
          await page.locator('#save').click();
          if (x) {
            await page.locator('#save').click();
          }
          await expect(page.getByText('Saved')).toBeVisible();
        });

        """
    static let path = "tests/a.spec.ts"

    func apply(_ search: String, _ replace: String, to text: String = spec) throws -> String? {
        try PatchBlocks.apply(
            [PatchBlock(path: Self.path, search: search, replace: replace)],
            to: [.init(path: Self.path, text: text)]
        ).first?.text
    }

    func rejection(_ search: String, _ replace: String, to text: String = spec) -> String {
        do {
            _ = try apply(search, replace, to: text)
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    @Test("Replaces lines that stand there exactly once, and nothing else")
    func exact() throws {
        let result = try apply("  await page.goto('/');", "  await page.goto('/new');")
        #expect(result == Self.spec.replacing("'/'", with: "'/new'"))
    }

    @Test("Lines can go and come")
    func linesGo() throws {
        #expect(try apply("  if (x) {\n    await page.locator('#save').click();\n  }", "")?.contains("if (x)") == false)
        #expect(try apply("  await page.goto('/');", "  a();\n  b();")?.contains("  a();\n  b();\n  await") == true)
    }

    @Test("Blanks at line ends and the kind of line end do not count; the file keeps its own")
    func trailingBlanks() throws {
        #expect(try apply("  await page.goto('/');  ", "  x();")?.contains("\n  x();\n") == true)
        let windows = Self.spec.replacing("\n", with: "\r\n")
        let result = try apply(
            "  await page.goto('/');\n  await page.locator('#save').click();", "  x();\n  y();", to: windows)
        #expect(result?.contains("{\r\n  x();\r\n  y();\r\n  if") == true)
        #expect(result?.replacing("\r\n", with: "").contains("\n") == false)
    }

    @Test("Lines that are all shifted alike are found, and the new ones shifted as much")
    func indentation() throws {
        let less = try apply("if (x) {\n  await page.locator('#save').click();\n}", "if (y) {\n\n  z();\n}")
        #expect(less?.contains("\n  if (y) {\n\n    z();\n  }\n") == true)
        let more = try apply("      await page.goto('/');", "      z();")
        #expect(more?.contains("\n  z();\n") == true)
        let tabs = try apply("goto();", "z();", to: "{\n\tgoto();\n}\n")
        #expect(tabs == "{\n\tz();\n}\n")
    }

    @Test("A shift that is not the same for all lines is none")
    func unevenIndentation() {
        #expect(
            rejection("  if (x) {\n  await page.locator('#save').click();\n  }", "z").contains("do not stand there"))
    }

    @Test("What stands at two places is ambiguous, whatever the indentation")
    func ambiguous() {
        #expect(rejection("x();", "y();", to: "x();\nx();\n").contains("fits at 2 places"))
        #expect(rejection("await page.locator('#save').click();", "z();").contains("fits at 2 places"))
    }

    @Test("Part of a line is no line")
    func partOfLine() {
        #expect(rejection("page.goto('/')", "z").contains("do not stand there"))
    }

    @Test("What does not stand there is answered with the lines that are nearest")
    func nearest() {
        let reason = rejection("  await expect(page.getByText('Stored')).toBeVisible();", "z")
        #expect(reason.hasSuffix("Nearest are:\n  await expect(page.getByText('Saved')).toBeVisible();"))
    }

    @Test(
        "Blocks that change nothing, search for nothing or leave marks are rejected",
        arguments: [
            ("  await page.goto('/');", "  await page.goto('/');  ", "by themselves"),
            (" \n ", "x", "searches for nothing"),
            ("  await page.goto('/');", "<<<<<<< SEARCH", "leaves `<<<<<<<`"),
            ("  await page.goto('/');", "```ts\nx", "leaves ````"),
            ("  await page.goto('/');", "  go('«SECRET_1»');", "leaves `«SECRET`"),
            ("  await page.goto('/');", "  go('[secret]');", "leaves `[secret]`"),
            ("  login('«SECRET_1»');", "  x();", "leave such lines out"),
            ("  await page.goto('/');", "  // ... existing code ...\n  x();", "leaves code out"),
            ("  await page.goto('/');", "  // …\n  x();", "leaves code out"),
            ("  await page.goto('/');", "  /* ... rest of the test ... */", "leaves code out"),
        ])
    func rejected(search: String, replace: String, why: String) {
        #expect(rejection(search, replace).contains(why))
    }

    @Test("Dots in texts and in spread arguments are code like any other")
    func dotsAreFine() throws {
        #expect(try apply("  await page.goto('/');", "  f(...args); // loading …")?.contains("...args") == true)
        #expect(try apply("  await page.goto('/');", "  getByText('Loading…');")?.contains("Loading…") == true)
    }

    @Test("Only files that were offered are changed")
    func paths() {
        let files = [PatchQuestion.File(path: Self.path, text: Self.spec)]
        for path in ["../a.spec.ts", "/etc/passwd", "tests/b.spec.ts", "", "tests/./a.spec.ts"] {
            #expect(throws: AnswerRejected.self) {
                try PatchBlocks.apply([PatchBlock(path: path, search: "x", replace: "y")], to: files)
            }
        }
    }

    @Test("Later blocks see what earlier ones did")
    func inOrder() throws {
        let files = [PatchQuestion.File(path: "a.ts", text: "one\ntwo\n"), .init(path: "b.ts", text: "three\n")]
        let blocks = [
            PatchBlock(path: "a.ts", search: "one", replace: "four"),
            PatchBlock(path: "a.ts", search: "four\ntwo", replace: "five"),
        ]
        #expect(try PatchBlocks.apply(blocks, to: files) == [.init(path: "a.ts", text: "five\n")])
    }

    let question = PatchQuestion(
        .tests, files: [.init(path: path, text: spec), .init(path: "tests/b.ts", text: "b();\n")], material: [])
    static let block = "<<<<<<< SEARCH\n  await page.goto('/');\n=======\n  await page.goto('/new');\n>>>>>>> REPLACE"

    @Test(
        "Reads blocks with whatever stands around them",
        arguments: [
            "tests/a.spec.ts\n\(block)", "Sure!\n\n### `tests/a.spec.ts`\n```ts\n\(block)\n```\nDone in v1.2.",
            "File: tests/a.spec.ts\n\(block)", "**tests/a.spec.ts:**\n\(block)",
            "<think>NONE</think>tests/a.spec.ts\n\(block)", "tests/a.spec.ts\r\n\(block.replacing("\n", with: "\r\n"))",
        ])
    func reads(text: String) throws {
        let answer = try question.read(text, shown: [])
        #expect(
            answer.blocks == [
                PatchBlock(path: Self.path, search: "  await page.goto('/');", replace: "  await page.goto('/new');")
            ])
    }

    @Test("A single file need not be named, and NONE is an answer")
    func singleFile() throws {
        let question = PatchQuestion(.tests, files: [.init(path: Self.path, text: Self.spec)], material: [])
        #expect(try question.read(Self.block, shown: []).blocks.first?.path == Self.path)
        #expect(try question.read("NONE", shown: []).blocks.isEmpty)
        #expect(try question.read("I would rather not: NONE.", shown: []).blocks.isEmpty)
    }

    @Test(
        "An answer that is no patch is rejected",
        arguments: [
            "", "Change the locator.", "tests/a.spec.ts\n<<<<<<< SEARCH\n  x\n=======\n  y",
            "tests/a.spec.ts\n<<<<<<< SEARCH\n  x\n>>>>>>> REPLACE", "tests/c.ts\n\(block)", block,
            "tests/a.spec.ts\n\(block)\n<<<<<<< SEARCH\n  await page.goto('/new');\n=======\n  await page.goto('/');\n>>>>>>> REPLACE",
        ])
    func noPatch(text: String) {
        #expect(throws: AnswerRejected.self) { try question.read(text, shown: []) }
    }
}
