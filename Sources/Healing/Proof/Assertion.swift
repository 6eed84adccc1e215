import JavaScript

/// One `expect` of a test source, in terms that a patch may not weaken.
package struct Assertion: Hashable, Sendable {
    package let file: String
    package let line: Int
    /// Titles of the groups and the test, or names of class and function.
    package let owner: [String]
    /// With `not.toBeVisible` told as `toBeHidden`, and a plain comparison of a value read from the page told as the
    /// web-first matcher of the same strength.
    package let matcher: String
    package let isNegated: Bool
    package let isSoft: Bool
    package let isPolled: Bool
    /// Awaited or returned, without which a web-first matcher decides nothing.
    package let isAwaited: Bool
    /// The subject's source without space; locators are masked.
    package private(set) var subject: String
    /// The expected values' source without space, and without the options.
    package let arguments: [String]
    /// The options but for the timeout, in the order of their names.
    package let options: [String]
    /// Milliseconds, when one is written out.
    package let timeout: Double?
    /// What may keep it from running or from failing the test.
    package let guards: Set<String>

    /// True when it passes because an element is not found.
    package var isNegative: Bool {
        isNegated || matcher == "toBeHidden" || (matcher == "toHaveCount" && arguments == ["0"])
    }

    /// It may pass because an element is not found, also when that is compared as a value.
    var isContentWithNothing: Bool {
        isNegative || ["toBeFalsy", "toBeNull", "toBeUndefined"].contains(matcher)
            || ["toBe", "toEqual", "toHaveLength"].contains(matcher)
                && ["0", "false", "null", "[]", "[ ]"].contains(arguments.first)
    }

    /// Whether it asserts about something that is told by a text in quotes.
    func names(_ text: String) -> Bool {
        [StringLiteral.Quote.single, .double, .backtick].contains {
            subject.contains(StringLiteral.text(of: text, quote: $0))
        }
    }

    /// The same about what helpers were given other texts for. One that passes because nothing is found may not look for something
    /// else.
    func handing(_ texts: [TextChange]) -> Assertion {
        guard !texts.isEmpty, !isContentWithNothing else { return self }
        var result = self
        for text in texts {
            for quote in [StringLiteral.Quote.single, .double, .backtick] {
                result.subject = result.subject.replacing(
                    StringLiteral.text(of: text.from, quote: quote), with: StringLiteral.text(of: text.to, quote: quote)
                )
            }
        }
        return result
    }

    /// The same, with the fields called what they are called after some renames: members of what is asserted about, and keys of
    /// what is expected. A member of an expected value is the test's own.
    func renaming(_ fields: [TextChange]) -> Assertion {
        guard !fields.isEmpty else { return self }
        func renamed(_ text: String, _ isNamed: (_ before: Substring?, _ after: Substring?) -> Bool) -> String {
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            return words.indices.map { place -> String in
                let word = String(words[place])
                for field in fields {
                    let (before, after) = (
                        place > 0 ? words[place - 1] : nil, place + 1 < words.count ? words[place + 1] : nil
                    )
                    if word == field.from, isNamed(before, after) { return field.to }
                    for quote in [StringLiteral.Quote.single, .double, .backtick]
                    where word == StringLiteral.text(of: field.from, quote: quote) {
                        return StringLiteral.text(of: field.to, quote: quote)
                    }
                }
                return word
            }.joined(separator: " ")
        }
        return Assertion(
            file: file, line: line, owner: owner, matcher: matcher, isNegated: isNegated, isSoft: isSoft,
            isPolled: isPolled, isAwaited: isAwaited,
            subject: renamed(subject) { before, _ in before == "." || before == "?." },
            arguments: arguments.map { renamed($0) { _, after in after == ":" } }, options: options, timeout: timeout,
            guards: guards)
    }
}
