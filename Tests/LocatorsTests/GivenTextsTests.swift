import Testing

@testable import Locators

struct GivenTextsTests {
    private func given(_ selector: String) throws -> GivenTexts {
        GivenTexts(try #require(Selector(selector)?.parts.last))
    }

    @Test("What a call was given is read back from the part of the selector that it built")
    func reads() throws {
        #expect(try given("internal:role=link[name=\"Fruit \\\"n\\\" more\"i]").text == "Fruit \"n\" more")
        #expect(try given("internal:role=link[name=\"Fruit\"s]").role == "link")
        #expect(try given("internal:role=list").text == nil)
        #expect(try given("internal:testid=[data-testid=\"row-3\"s]").text == "row-3")
        #expect(try given("internal:label=\"Your name\"i").text == "Your name")
        #expect(try given("internal:text=\"Save\"s").text == "Save")
        #expect(try given("internal:attr=[placeholder=\"Search\"i]").text == "Search")
        #expect(try given("css=tr.row").text == "tr.row")
        #expect(try given("internal:text=/Sav/i").text == nil)
    }

    @Test("A text is told anew around the part that only the running test knows")
    func computes() throws {
        let label = try #require(ComputedText(["Favourite ", nil], value: "Favourite Carrots"))
        #expect(label.around(in: "Mark Carrots as a favourite")! == ("Mark ", " as a favourite"))
        #expect(label.around(in: "Mark Apples as a favourite") == nil)
        // Twice: which of them is meant, nobody can say.
        #expect(label.around(in: "Carrots, Carrots") == nil)
        #expect(ComputedText(["Favourite ", nil], value: "Remove Carrots") == nil)
        #expect(ComputedText(["row-", nil, "-", nil], value: "row-1-2") == nil)
        #expect(ComputedText(["Favourite ", nil], value: "Favourite ") == nil)
    }
}
