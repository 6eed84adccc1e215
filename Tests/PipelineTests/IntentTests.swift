import Evidence
import Locators
import Testing

@testable import Pipeline

struct IntentTests {
    private indirect enum Piece {
        case element(String, [String: String], [Piece])
        case text(String)
        case document([Piece])
    }

    private static func page(_ main: [Piece]) -> PreparedPage {
        var nodes: [PageSnapshot.Node] = []
        func add(_ piece: Piece, to parent: Int?) {
            let id = nodes.count
            switch piece {
            case .text(let text): nodes.append(.init(content: .text(text), parent: parent))
            case .document(let children):
                nodes.append(.init(content: .document(url: "http://localhost/frame"), parent: parent))
                for child in children { add(child, to: id) }
            case .element(let tag, let attributes, let children):
                nodes.append(.init(content: .element(tag: tag, attributes: attributes), parent: parent))
                for child in children { add(child, to: id) }
            }
            if let parent { nodes[parent].children.append(id) }
        }
        let head: Piece = .element("header", [:], [.element("a", ["href": "/"], [.text("Desk")])])
        add(.element("html", [:], [.element("body", [:], [head, .element("main", [:], main)])]), to: nil)
        return PreparedPage(PageIndex(PageSnapshot(url: "http://localhost/", nodes: nodes)))
    }

    private static func button(_ text: String, _ attributes: [String: String] = [:]) -> Piece {
        .element("button", attributes, [.text(text)])
    }

    /// Why the locator is not followed; nil when it is.
    private func objection(
        _ text: String, from old: [Piece], to new: [Piece], foundSeveral: Bool = false, isAssertion: Bool = false,
        earlier: [[Piece]] = [], diff: String?
    ) throws -> String? {
        let (then, now) = (Self.page(old), Self.page(new))
        let selector = try #require(Selector(text))
        let recall: LocatorRecall
        do {
            recall = try LocatorRecall(selector, targets: [], old: then, new: now, foundSeveral: foundSeveral)
        } catch { return "\(error)" }
        let intent = Intent(selector, recall, old: then, new: now, isAssertion: isAssertion)
        return intent.objection(
            changes: diff.map { CommitChanges(files: ["app.js"], diff: $0) },
            earlier: earlier.map { Self.page($0).index.page })
    }

    private static let close = "internal:role=button[name=\"Close\"i]"
    private static let row: [Piece] = [button("Close", ["class": "close"]), button("Take")]

    @Test(
        "One of several is followed when the commit brought the others under a name of their own",
        arguments: [
            ("+button('Close as spam')", true),
            // The words were in the line before: something else made it appear.
            ("-button('Close as spam', { hidden })\n+button('Close as spam')", false),
            ("+button('Take over')", false), (nil, false),
        ] as [(String?, Bool)], [false, true])
    func newcomers(change: (String?, Bool), isAssertion: Bool) throws {
        let (lines, isFollowed) = change
        let refused = try objection(
            Self.close, from: Self.row, to: Self.row + [Self.button("Close as spam")], foundSeveral: true,
            isAssertion: isAssertion, diff: lines.map { "--- a/app.js\n+++ b/app.js\n\($0)" })
        #expect((refused == nil) == isFollowed, "\(refused ?? "followed")")
    }

    @Test("The same thing twice is not followed, whatever the commit brought")
    func duplicate() throws {
        let twice = Self.row + [Self.button("Close", ["class": "close"])]
        let diff = "--- a/app.js\n+++ b/app.js\n+for (const side of sides) button('Close', { class: 'close' })"
        #expect(try objection(Self.close, from: Self.row, to: twice, foundSeveral: true, diff: diff) != nil)
    }

    @Test("Words that stand nowhere in the commit are data: what is shown by mistake, or twice, is not made room for")
    func data() throws {
        let leaked = Self.row + [Self.button("Close Bread", ["class": "pending"])]
        let diff = Self.appDiff("+button(`Close ${name}`, { class: 'pending' })")
        #expect(try objection(Self.close, from: Self.row, to: leaked, foundSeveral: true, diff: diff) != nil)
    }

    @Test("What was there earlier in the good run, and stayed now, was not brought by the commit")
    func leftOver() throws {
        let spam = Self.button("Close as spam", ["class": "bar"])
        let diff = Self.appDiff("+button('Close as spam', { class: 'bar' })")
        func objection(earlier: [[Piece]]) throws -> String? {
            try self.objection(
                Self.close, from: Self.row, to: Self.row + [spam], foundSeveral: true, earlier: earlier, diff: diff)
        }
        #expect(try objection(earlier: [Self.row]) == nil)
        #expect(try objection(earlier: [[spam, Self.button("Take")]])?.contains("was there earlier") == true)
    }

    @Test(
        "Of several each has to be what it was, a state is none of a name, and words of failure are followed by nobody")
    func everyOne() throws {
        let badge = { (text: String, id: String) in Self.button(text, ["class": "badge", "id": id]) }
        func objection(_ text: String, _ old: [Piece], _ new: [Piece], _ diff: String) throws -> String? {
            try self.objection(text, from: old, to: new, isAssertion: true, diff: Self.appDiff(diff))
        }
        let soldOut = "internal:text=\"Sold out\"i"
        let old = [badge("Sold out", "milk"), badge("Sold out", "honey")]
        func badges(_ second: String) throws -> String? {
            try objection(
                soldOut, old, [badge("Gone today", "milk"), badge(second, "honey")],
                "-say('Sold out')\n+say('Gone today')")
        }
        #expect(try badges("Gone today") == nil)
        #expect(try badges("In stock")?.contains("In stock") == true)
        let placed = "internal:text=\"Order placed\"i"
        let failing = "-say('Order placed')\n+say(ok ? 'Order placed now' : 'Order failed')"
        #expect(
            try objection(placed, [badge("Order placed", "note")], [badge("Order failed", "note")], failing)?.contains(
                "failure")
                == true)
        let pressed = Self.button("Pin", ["aria-pressed": "true", "class": "pin"])
        let released = Self.button("Pin", ["aria-pressed": "false", "class": "pin tack"])
        let tab = Self.button("Pin it", ["aria-pressed": "true", "class": "pin"])
        #expect(
            try objection(
                "internal:role=button[name=\"Pin\"s][pressed=true]", [pressed], [tab],
                "-button('Pin')\n+button('Pin it')") == nil)
        #expect(
            try objection(
                "internal:role=button[name=\"Pin\"i][pressed=true]", [pressed], [released],
                "-button('true')\n+button('tack', 'true', 'false')")?.contains("state") == true)
    }

    /// Two notes, of which the first may have a state; with a wrapper around their list, or without.
    private static func notes(_ classes: String, titles: String = "note-title", isWrapped: Bool = false) -> [Piece] {
        func note(_ title: String, _ classes: String) -> Piece {
            .element(
                "li", ["class": classes],
                [.element("p", ["class": titles], [.text(title)]), button("Pin \(title)")])
        }
        let list: Piece = .element("ul", [:], [note("Bread", classes), note("Milk", "note")])
        return [.element("div", ["class": "notes"], [isWrapped ? .element("section", [:], [list]) : list])]
    }

    @Test(
        "An assertion follows an element that lost nothing but its place directly below its parent",
        arguments: [
            (".notes > ul > .note.pinned .note-title", "note pinned", "note-title", true),
            // Nobody but the commit may say that these are wanted.
            (".notes > ul > .note.pinned .note-title", "note", "note-title", false),
            (".notes > ul > .note.pinned .note-title", "note pinned", "name", false),
            (".notes > ul > .note:not(.done) .note-title", "note done", "note-title", false),
        ])
    func nesting(selector: String, classes: String, titles: String, isFollowed: Bool) throws {
        let refused = try objection(
            selector, from: Self.notes("note pinned"), to: Self.notes(classes, titles: titles, isWrapped: true),
            isAssertion: true, diff: "--- a/app.js\n+++ b/app.js\n+frame")
        #expect((refused == nil) == isFollowed, "\(refused ?? "followed")")
    }

    private static func frame(_ content: [Piece], _ attributes: [String: String] = ["title": "Row"]) -> Piece {
        let page: Piece = .element("html", [:], [.element("body", [:], content)])
        return .element("iframe", attributes, [.document([page])])
    }

    private static func appDiff(_ lines: String) -> String { "--- a/app.js\n+++ b/app.js\n\(lines)" }

    @Test(
        "An element is followed into a frame that the commit brought",
        arguments: [
            ("+<iframe title='Row'>", [:], true),
            // The commit says nothing of a frame, nobody knows what it says, or the frame is not shown.
            ("+show(row)", [:], false), (nil, [:], false), ("+<iframe title='Row'>", ["hidden": ""], false),
        ] as [(String?, [String: String], Bool)], [false, true])
    func framed(change: (String?, [String: String], Bool), isAssertion: Bool) throws {
        let (lines, attributes, isFollowed) = change
        let now = Self.frame([Self.row[0]], attributes.merging(["title": "Row"]) { own, _ in own })
        let refused = try objection(
            Self.close, from: Self.row, to: [now, Self.row[1]], isAssertion: isAssertion,
            diff: lines.map(Self.appDiff))
        #expect((refused == nil) == isFollowed, "\(refused ?? "followed")")
    }

    @Test("What is in a frame that was there before is something else, whatever else the commit brought")
    func knownFrame() throws {
        let before = Self.row + [Self.frame([Self.button("Take over")])]
        let now = [Self.row[1], Self.frame([Self.button("Take over"), Self.row[0]])]
        #expect(try objection(Self.close, from: before, to: now, diff: Self.appDiff("+<iframe title='Other'>")) != nil)
    }

    @Test(
        "An assertion follows a value into a frame only when it lost nothing that it is asserted by",
        arguments: [("total paid", true), ("total", false)])
    func framedState(classes: String, isFollowed: Bool) throws {
        func total(_ classes: String) -> Piece { .element("p", ["class": classes], [.text("Sum of your order")]) }
        let refused = try objection(
            ".total.paid", from: [total("total paid"), Self.row[1]], to: [Self.frame([total(classes)]), Self.row[1]],
            isAssertion: true, diff: Self.appDiff("+<iframe title='Row'>"))
        #expect((refused == nil) == isFollowed, "\(refused ?? "followed")")
    }

    @Test(
        "An element is followed out of a frame that the commit took away",
        arguments: [("-<iframe name='row'>", true), ("-show(row)", false)])
    func takenOut(lines: String, isFollowed: Bool) throws {
        let old = [Self.frame([Self.row[0]], ["name": "row"]), Self.row[1]]
        let refused = try objection(
            "iframe[name=\"row\"] >> internal:control=enter-frame >> \(Self.close)", from: old, to: Self.row,
            diff: Self.appDiff(lines))
        #expect((refused == nil) == isFollowed, "\(refused ?? "followed")")
    }
}
