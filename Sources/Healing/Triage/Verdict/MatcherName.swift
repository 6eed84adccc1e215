/// What people call an assertion that a trace names `to.be.visible`. Source: `matchers.ts` of Playwright.
enum MatcherName {
    static func text(_ step: FailureEvidence.Step) -> String {
        guard let expression = step.expression else { return "expect" }
        let name = special[expression] ?? camel(expression)
        return step.isNegated ? "not.\(name)" : name
    }

    private static func camel(_ expression: String) -> String {
        let words = expression.split(separator: ".").filter { $0 != "array" }
        return words.enumerated().map { number, word in
            number == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }

    private static let special = [
        "to.have.url": "toHaveURL", "to.have.css": "toHaveCSS", "to.have.property": "toHaveJSProperty",
        "to.have.attribute.value": "toHaveAttribute", "to.match.aria": "toMatchAriaSnapshot",
        "to.be.readonly": "not.toBeEditable", "to.be.unchecked": "not.toBeChecked",
    ]
}
