import Testing

@testable import Repairers

struct ReshapedTextTests {
    private static let title = CommitWording(
        "  <title>${title} | Farm market</title>", became: "  <title>Farm market: ${title}</title>")

    private func message(_ expected: String, _ received: String, isPattern: Bool = false) -> String {
        """
        Error: expect(page).toHaveTitle(expected) failed

        Expected\(isPattern ? " pattern: \(expected)" : ": \"\(expected)\"")
        Received\(isPattern ? " string:  " : ": ")"\(received)"
        Timeout:  5000ms
        """
    }

    @Test("The form of a text whose one hole was put elsewhere is told, before and after")
    func readsForms() {
        let found = Self.title.reshaped
        #expect(found.map(\.old) == [.init(head: "", tail: " | Farm market")])
        #expect(found.map(\.new) == [.init(head: "Farm market: ", tail: "")])
        #expect(
            CommitWording("document.title = `${name} - Market`;", became: "document.title = `Market: ${name}`;")
                .reshaped.count == 1)
    }

    @Test(
        "Nothing is told where the hole holds other code, there are more of them, or the line changed otherwise",
        arguments: [
            ("t = `${name} - Market`;", "t = `Market: ${title}`;"),
            ("t = `${price(sum)} to pay`;", "t = `To pay: ${price(total)}`;"),
            ("t = `${shown} of ${all}`;", "t = `All ${all}, shown ${shown}`;"),
            ("t = `${name} - Market`;", "other = `Market: ${name}`;"),
            ("t = `${name} - Market`;", "t = `Market: ${name}` + end;"),
            ("t = `${isOpen ? `${name} - Market` : ''}`;", "t = `Market: ${isOpen ? `${name}` : ''}`;"),
        ])
    func refusesForms(old: String, new: String) { #expect(CommitWording(old, became: new).reshaped.isEmpty) }

    @Test("A title of the old form is expected in the new one, with the same value in it")
    func followsTitles() throws {
        let spec = FailingSpec(line: "await expect(page).toHaveTitle('Offers | Farm market');")
        #expect(
            try spec.healed(message("Offers | Farm market", "Farm market: Offers"), by: Self.title)
                == "await expect(page).toHaveTitle('Farm market: Offers');")
    }

    @Test("A pattern of plain words follows as well, with its ends")
    func followsPatterns() throws {
        let wording = CommitWording("t = `${name} - Market`;", became: "t = `Market, ${name}`;")
        let spec = FailingSpec(line: "await expect(page).toHaveTitle(/^Pear - Market$/);")
        #expect(
            try spec.healed(message("/^Pear - Market$/", "Market, Pear", isPattern: true), by: wording)
                == "await expect(page).toHaveTitle(/^Market, Pear$/);")
        let loose = FailingSpec(line: "await expect(page).toHaveTitle(/Pe.r - Market/);")
        #expect(try loose.healed(message("/Pe.r - Market/", "Market, Pear", isPattern: true), by: wording) == nil)
        let part = FailingSpec(line: "await expect(page).toHaveTitle(/Pear - Market/);")
        #expect(try part.healed(message("/Pear - Market/", "Market, Big Pear", isPattern: true), by: wording) == nil)
    }

    @Test(
        "Another value, other words, or an empty value may be a fault",
        arguments: [
            "Farm market: Growers", "Farm market: Offers!", "Farm market: ", "Farm market: undefined", "Offers",
        ])
    func refuses(received: String) throws {
        let spec = FailingSpec(line: "await expect(page).toHaveTitle('Offers | Farm market');")
        #expect(try spec.healed(message("Offers | Farm market", received), by: Self.title) == nil)
    }

    @Test("A form without a word of its own says nothing")
    func refusesSigns() throws {
        let wording = CommitWording("t = `${number}. `;", became: "t = `# ${number}`;")
        let spec = FailingSpec(line: "await expect(page).toHaveTitle('Pear. ');")
        #expect(try spec.healed(message("Pear. ", "# Pear"), by: wording) == nil)
    }
}
