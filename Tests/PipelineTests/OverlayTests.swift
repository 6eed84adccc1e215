import Domain
import Evidence
import Foundation
import TestKit
import Testing

@testable import Pipeline

/// What lies over a page, read from the trace of a click that it got, and who brought it.
struct OverlayTests {
    private static let message = """
        TimeoutError: locator.click: Timeout 5000ms exceeded.
        Call log:
          - waiting for getByText('Pay')
          - <div id="box" role="dialog">…</div> intercepts pointer events
        """

    /// - Parameter content: of the box, as a snapshot has it.
    private func overlay(_ content: String) throws -> Overlay? {
        let page =
            #"["HTML",{},["BODY",{},["BUTTON",{"id":"pay"},"Pay"],["DIV",{"id":"box","role":"dialog"},"#
            + content + "]]]"
        let trace = try TracedTest.trace(
            error: Self.message, events: [["type": "error", "message": Self.message]], page: page)
        return Overlay(TracedFailure(try TracedTest.red(Self.message, trace: trace)), message: Self.message)
    }

    /// A box that says something, with buttons below.
    private static func box(_ text: String, _ buttons: String...) -> String {
        (["[\"P\",{},\"\(text)\"]"] + buttons.map { "[\"BUTTON\",{},\"\($0)\"]" }).joined(separator: ",")
    }

    @Test(
        "It is closed by what refuses, told by the first word, before what agrees; else by the only button",
        arguments: [
            (box("Hello", "Start the tour", "Skip the tour"), "Skip the tour"),
            (box("Hello", "Accept all", "Not today"), "Not today"), (box("Hello", "Yes", "No, keep it"), "No, keep it"),
            (box("Hello", "No, keep it", "Close"), "Close"), (box("Hello", "Accept all", "Settings"), "Accept all"),
            (box("We keep your basket in a cookie.", "That is fine"), "That is fine"),
            (box("Cookies", "Cookie settings", "Accept all cookies"), "Accept all cookies"),
            (box("Cookies", "Accept cookies", "Essential only"), "Essential only"),
            (box("Cookies", "Settings", "I understand"), "I understand"),
            (#"["A",{"href":"/terms"},"Terms"],"# + box("Hello", "Start writing"), "Start writing"),
        ])
    func closes(content: String, button: String) throws {
        let found = try #require(try overlay(content))
        #expect(found.button.contains("'\(button)'"))
    }

    @Test(
        "Two buttons that say neither, a form, a question, a link that begins like a refusal, what acts: none closes",
        arguments: [
            box("Hello", "Red", "Blue"), #"["INPUT",{"aria-label":"Email"}],"# + box("Hello", "Join in"),
            box("Hello", "Accept invitation", "Decline order"), box("Hello", "Not a member?", "Join in"),
            box("Your session is over.", "Log in again"),
            #"["P",{},"Hello"],["A",{"href":"/returns"},"No returns"]"#, box("Hello", "Retry"), box("Hello"),
        ])
    func closesNothing(content: String) throws { #expect(try overlay(content)?.button == nil) }

    @Test(
        "What tells of a failure is none of a user's to close",
        arguments: [
            ("This licence is invalid.", false), ("Your trial has expired.", false), ("Access denied", false),
            ("Payment details are missing", false), ("We keep your basket in a cookie.", true),
        ])
    func leavesAlarms(text: String, isBrought: Bool) throws {
        let before = ["public/index.html": "<h1>Shop</h1>\n"]
        let after = ["public/index.html": "<h1>Shop</h1>\n<p>\(text)</p>\n<button>OK</button>\n"]
        let commit = try CommittedApp(before: before, after: after).reading()
        let found = try #require(try overlay(Self.box(text, "OK")))
        #expect(found.isBrought(by: commit) == isBrought)
    }
}
