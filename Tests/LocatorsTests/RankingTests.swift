import Testing

@testable import Locators

struct RankingTests {
    private func element(_ attributes: [String: String]) -> ElementFingerprint {
        ElementFingerprint(attributes: attributes)
    }

    private let signIn: [String: String] = [
        "tag": "A", "text": "Sign in", "class": "nav-link login", "href": "/login",
        "xpath": "/html[1]/body[1]/nav[1]/a[3]",
        "indexedXPath": "/html[1]/body[1]/nav[1]/a[3]",
    ]

    @Test("The same element is first, whatever else there is")
    func same() {
        let others = [
            element(["tag": "A", "text": "Sign up", "href": "/join", "xpath": "/html[1]/body[1]/nav[1]/a[4]"]),
            element(signIn),
            element(["tag": "DIV", "text": "Sign in to see prices", "xpath": "/html[1]/body[1]/div[1]"]),
        ]
        #expect(Ranking.rank(target: element(signIn), candidates: others).map(\.index) == [1, 0, 2])
    }

    @Test("A moved element with the same text and link is chosen")
    func moved() {
        var moved = signIn
        moved["xpath"] = "/html[1]/body[1]/div[2]/header[1]/div[1]/a[1]"
        moved["indexedXPath"] = moved["xpath"]
        let choice = Ranking.choose(
            target: element(signIn),
            candidates: [
                element(moved),
                element(["tag": "A", "text": "Help", "href": "/help", "xpath": "/html[1]/body[1]/nav[1]/a[3]"]),
            ])
        #expect(choice.index == 0)
        #expect(choice.reason.contains("same text"))
    }

    @Test("A lookalike is refused when the element is gone, unless a choice is demanded")
    func gone() {
        let left = [
            element([
                "tag": "A", "text": "Sign up", "class": "nav-link", "href": "/join",
                "xpath": "/html[1]/body[1]/nav[1]/a[2]",
            ]),
            element([
                "tag": "A", "text": "Help", "class": "nav-link", "href": "/help",
                "xpath": "/html[1]/body[1]/nav[1]/a[1]",
            ]),
        ]
        let choice = Ranking.choose(target: element(signIn), candidates: left)
        #expect(choice.index == nil)
        #expect(choice.reason.hasPrefix("no candidate may be trusted"))
        #expect(Ranking.choose(target: element(signIn), candidates: left, always: true).index != nil)
    }

    @Test(
        "A step that could not be done on what was found is refused",
        arguments: [
            ("input", "text", "button", ""), ("input", "password", "input", "text"), ("input", "text", "input", "file"),
        ])
    func obstacles(tag: String, type: String, otherTag: String, otherType: String) {
        let old = [
            "tag": tag, "type": type, "id": "field", "name": "field", "label": "Name", "xpath": "/html[1]/form[1]/x[1]",
        ]
        let new = old.merging(["tag": otherTag, "type": otherType]) { $1 }
        #expect(Ranking.choose(target: element(old), candidates: [element(new)]).index == nil)
    }

    @Test("No candidates, no choice")
    func empty() { #expect(Ranking.choose(target: element(signIn), candidates: [], always: true).index == nil) }

    @Test(
        "Edit distance counts insertions, deletions and replacements",
        arguments: [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("flaw", "lawn", 2)])
    func distance(first: String, second: String, distance: Int) {
        #expect(EditDistance.between(first.utf8.map(UInt64.init), second.utf8.map(UInt64.init)) == distance)
        let longest = max(first.count, second.count)
        let similarity = first.isEmpty || second.isEmpty ? 0 : 1 - Double(distance) / Double(longest)
        #expect(EditDistance.Pattern(first.utf8).similarity(to: Array(second.utf8)) == similarity)
    }

    @Test(
        "Identifiers fall apart into words",
        arguments: [
            ("headerGlobal-search2", ["header", "global", "search"]), ("x", []), ("SIGNUP_form", ["signup", "form"]),
        ])
    func identifierWords(identifier: String, words: [String]) {
        #expect(Wording.identifierWords(identifier) == words.map { WordSet.hash($0) })
    }
}
