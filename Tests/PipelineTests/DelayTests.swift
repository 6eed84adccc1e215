import Testing

@testable import Pipeline

/// Whether a commit makes something come later, and nothing else.
struct DelayTests {
    private func delays(_ hunks: [String]..., file: String = "public/desk.js") -> Bool {
        let lines = hunks.flatMap { ["@@ -1,9 +1,9 @@"] + $0 }
        let head = ["diff --git a/\(file) b/\(file)", "--- a/\(file)", "+++ b/\(file)"]
        return CommitReading.delays((head + lines).joined(separator: "\n"))
    }

    @Test(
        "What is done as before, only later, is a delay",
        arguments: [
            ["-load();", "+setTimeout(load, 6000);"],
            [
                "-    form.querySelector('[role=\"alert\"]').textContent = error.message;",
                "+    setTimeout(() => (form.querySelector('[role=\"alert\"]').textContent = error.message), 6000);",
            ],
            ["-  message.textContent = error;", "+  setTimeout(() => (message.textContent = error));"],
            ["-load();", "\\ No newline at end of file", "+setTimeout(load, 6000);"],
            [
                "-  body.replaceChildren(...rows);", "-  heads.forEach((head) => head.setAttribute('a', 'b'));",
                "+  setTimeout(() => {", "+    body.replaceChildren(...rows);",
                "+    heads.forEach((head) => head.setAttribute('a', 'b'));", "+  }, 4000);",
            ],
            ["-  }, 600);", "+  }, 7000);", " more();", "+  await sleep(200);"],
            ["-const RENDER_DELAY_MS = 200;", "+const RENDER_DELAY_MS = 6000;"],
            ["-const saveDelay = 100;", "+const saveDelay = 5000;"],
            ["-  // load() is quick", "-  if (late) return;", "+  if (late) setTimeout(show, 9);"],
        ])
    func delaysOnly(lines: [String]) { #expect(delays(lines)) }

    @Test("A call that is gone is no delay, whatever calls the same elsewhere")
    func losesCalls() {
        #expect(
            !delays(["   await call(path);", "-  await load();", " }"], [" load();", "+setInterval(load, 8000);"]))
        #expect(!delays(["-  await load();", " }", " load();", "+setInterval(load, 8000);"]))
        #expect(!delays(["-  save(form);", "+  setTimeout(() => dialog.close(), 500);"]))
        #expect(!delays(["+setTimeout(show, 9);", " more();", "-_draw(rows);"]))
    }

    @Test("What brings no delay is none, and what other files lose does not count")
    func countsCode() {
        #expect(!delays(["-load();", "+load(true);"]))
        let notes = ["--- a/notes.md", "+++ b/notes.md", "@@ -1 +1 @@", "-call load() first"]
        let diff = ["--- a/a.js", "+++ b/a.js", "@@ -1 +1 @@", "-load();", "+setTimeout(load, 9);"]
        #expect(CommitReading.delays((diff + ["diff --git a/notes.md b/notes.md"] + notes).joined(separator: "\n")))
    }
}
