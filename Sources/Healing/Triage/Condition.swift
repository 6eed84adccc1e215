/// What a rule looks for. Error conditions are asked of one error at a time, so that two errors never add up to one match.
package indirect enum Condition: Sendable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    /// One of the phrases occurs. Phrases are lower case; Latin and Cyrillic capitals of the text are folded before it is searched.
    case says(Part, [String])
    case fact(Fact)
    /// The status that the test got where it wanted another one, or that the message reports.
    case status(ClosedRange<Int>)
    /// The status that the test wanted.
    case wanted(ClosedRange<Int>)
    /// The status on a browser's or a gateway's error page.
    case pageStatus(ClosedRange<Int>)
    /// A request of the page's own site was answered with it before the failure.
    case requestStatus(ClosedRange<Int>)
}

/// A part of the evidence in which phrases are looked up.
package enum Part: Int, Sendable, CaseIterable {
    /// The error's own words, without call log, code and stack.
    case message
    /// What an assertion wanted and what it got, as printed.
    case expected, received
    /// Playwright's call log.
    case log
    /// The lines of the test that the error quotes.
    case code
    case stack
    /// The accessibility snapshot and the title of the page.
    case page
    /// Where the page stood.
    case address
    case console
    case output
    /// Failures of the page's requests, as the browser names them.
    case requests
}
