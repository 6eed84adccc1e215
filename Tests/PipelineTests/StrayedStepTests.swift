import Domain
import Evidence
import Foundation
import TestKit
import Testing

@testable import Pipeline

/// A click before the failing step, in a good run and in a red one, with the buttons that Playwright marked as found.
struct StrayedStepTests {
    private static let message = "Error: expect(locator).toBeVisible() failed"
    private static let save = #"["BUTTON",{"type":"submit"%},"Save note"]"#
    private static let draft = #"["BUTTON",{"type":"button","class":"draft"%},"Save note as a draft"]"#
    private static let diff =
        "--- a/app.js\n+++ b/app.js\n+<button type=\"button\" class=\"draft\">Save note as a draft</button>"

    private static func buttons(_ list: [String]) -> String {
        let marked = list.map { $0.replacing("%", with: #","__playwright_target__":"call@click""#) }
        return #"["HTML",{},["BODY",{},["FORM",{},\#(marked.joined(separator: ","))]]]"#
    }

    private func trace(_ page: String, selector: String, error: String?) throws -> String {
        let click = try TracedTest.step("call@click", at: -10, "click", ["selector": selector], page: page)
        let told: [[String: Any]] = error.map { [["type": "error", "message": $0]] } ?? []
        return try TracedTest.trace(
            method: "expect", ["selector": ".note", "expression": "to.be.visible", "isNot": false], error: error,
            events: told, page: page, earlier: click)
    }

    /// The first button gets the click.
    private func strayed(
        _ now: [String], before: [String] = [save], selector: String = #"button:has-text("Save note")"#,
        diff: String = diff
    ) throws -> StrayedStep? {
        let path = try trace(Self.buttons(before), selector: selector, error: nil)
        let red = try trace(Self.buttons(now), selector: selector, error: Self.message)
        return StrayedStep(
            TracedFailure(try TracedTest.red(Self.message, trace: red)), good: try TraceFile.read(path), path: path,
            changes: CommitChanges(files: ["app.js"], diff: diff))
    }

    @Test("A click that got what the commit put in front of its element is what has to be led back")
    func findsIt() throws {
        let found = try #require(try strayed([Self.draft, Self.save]))
        #expect(found.repairCase.failed.callID == "call@click")
        #expect(found.repairCase.memory.callID == "call@click")
        #expect(found.text.contains("Save note as a draft"))
    }

    @Test(
        "A click that got its element, one that finds nothing else, one whose rival no commit brought: none went astray"
    )
    func leavesTheOthers() throws {
        #expect(try strayed([Self.save, Self.draft]) == nil)
        #expect(try strayed([Self.save]) == nil)
        #expect(
            try strayed([Self.draft, Self.save], diff: "--- a/app.js\n+++ b/app.js\n+<p>Help</p>") == nil)
    }

    @Test(
        "A rival under the same words is the same thing twice, and one whose words stand nowhere in the commit is data")
    func knowsMistakes() throws {
        let twin = Self.save.replacing(#""type":"submit""#, with: #""class":"mobile""#)
        let copied = "--- a/app.js\n+++ b/app.js\n+<button class=\"mobile\">Save note</button>"
        #expect(try strayed([twin, Self.save], diff: copied) == nil)
        let milk = Self.draft.replacing("Save note as a draft", with: "Save note Milk")
        let listed = "--- a/app.js\n+++ b/app.js\n+<button class=\"draft\">Save note ${note.title}</button>"
        #expect(try strayed([milk, Self.save], diff: listed) == nil)
    }

    @Test("A rival that was there before did not come between")
    func knowsOldRivals() throws {
        #expect(
            try strayed([Self.draft, Self.save], before: [Self.draft, Self.save]) == nil)
    }
}
