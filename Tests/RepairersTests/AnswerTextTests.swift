import Testing

@testable import Repairers

/// Words of the app in an object that a test expects of an answer.
struct AnswerTextTests {
    private static let wording = CommitWording(
        "if (!subject) return 'A ticket needs a subject';",
        became: "if (!subject) return 'Please say what it is about';")
    private static let differing = [
        "-   \"error\": \"A ticket needs a subject\",", "+   \"error\": \"Please say what it is about\",",
    ]

    private func message(_ lines: [String], matcher: String = "toEqual") -> String {
        let head = "Error: expect(received).\(matcher)(expected) // deep equality\n\n- Expected  - 1\n+ Received  + 1\n"
        return ([head, "  Object {"] + lines + ["  }"]).joined(separator: "\n")
    }

    @Test("The app's words follow the commit, whatever else the object has", arguments: ["toEqual", "toMatchObject"])
    func follows(matcher: String) throws {
        let spec = FailingSpec(
            line: "expect(await answer.json()).\(matcher)({ error: 'A ticket needs a subject', code: 'no_subject' });")
        let lines = Self.differing + ["    \"code\": \"no_subject\","]
        #expect(
            try spec.healed(message(lines, matcher: matcher), by: Self.wording)
                == spec.line.replacing("A ticket needs a subject", with: "Please say what it is about"))
    }

    @Test(
        "Nothing is followed when another message came, or more than the words differs",
        arguments: [
            ["-   \"error\": \"A ticket needs a subject\",", "+   \"error\": \"Please sign in\","],
            differing + ["-   \"count\": 3,", "+   \"count\": 4,"],
            ["-   \"error\": \"A ticket needs a subject\",", "+   \"message\": \"Please say what it is about\","],
            ["-   \"error\": \"A ticket needs a subject\","],
        ])
    func refuses(lines: [String]) throws {
        let spec = FailingSpec(line: "expect(await answer.json()).toEqual({ error: 'A ticket needs a subject' });")
        #expect(try spec.healed(message(lines), by: Self.wording) == nil)
    }

    @Test(
        "A code that programs read, another number, and words of failure are other values",
        arguments: [
            ("no_subject", "subject_needed"), ("Open", "Taken"), ("Wait 3 days", "Wait 4 days"),
            ("All is well", "This has failed"),
        ])
    func refusesValues(old: String, new: String) throws {
        let spec = FailingSpec(line: "expect(await answer.json()).toEqual({ state: '\(old)' });")
        let lines = ["-   \"state\": \"\(old)\",", "+   \"state\": \"\(new)\","]
        #expect(
            try spec.healed(message(lines), by: CommitWording("send('\(old)');", became: "send('\(new)');")) == nil)
    }

    @Test("What two keys say alike is left alone: which of them failed, the literal does not tell")
    func refusesTwins() throws {
        let spec = FailingSpec(
            line: "expect(body).toEqual({ error: 'A ticket needs a subject', hint: 'A ticket needs a subject' });")
        #expect(try spec.healed(message(Self.differing), by: Self.wording) == nil)
    }

    @Test("What must not be answered is never followed")
    func refusesNegations() throws {
        let spec = FailingSpec(line: "expect(body).not.toEqual({ error: 'A ticket needs a subject' });")
        #expect(try spec.healed(message(Self.differing, matcher: "not.toEqual"), by: Self.wording) == nil)
    }
}
