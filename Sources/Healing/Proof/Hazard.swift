/// Something in a test source that can make a broken app look whole, or reach beyond the test.
package struct Hazard: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// `skip`, `fixme`, `fail`, `only`, `slow`, `xit`
        case excludedTest = "a test is skipped, excluded or expected to fail"
        case configuration = "which tests run, or how often, is configured"
        case testTimeout = "the test's own time limit is set"
        case longerTimeout = "a timeout is set"
        case sleep = "it sleeps instead of waiting for a state"
        case forced = "an action's checks are switched off"
        case syntheticEvent = "an event is made up instead of a user's action"
        case pageChanged = "the page is changed by a script"
        case injected = "a script or style is injected"
        case mocked = "a response is mocked"
        case position = "an element is picked by its position"
        case alternative = "another element is accepted as well"
        case swallowedError = "an error is caught"
        case softAssertion = "an assertion is soft"
        case systemAccess = "a module reaches files, processes or the network"
        case imported = "a package is imported"
        case process = "the process or its environment is used"
        case code = "text is run as code"
        case host = "a host is addressed"
    }

    package let kind: Kind
    package let file: String
    package let line: Int
    /// The source that makes it one, without space; the same for the same thing elsewhere.
    package let text: String
    /// Milliseconds, of timeouts that are written out.
    package let milliseconds: Double?

    package init(kind: Kind, file: String, line: Int, text: String, milliseconds: Double? = nil) {
        self.kind = kind
        self.file = file
        self.line = line
        self.text = text
        self.milliseconds = milliseconds
    }
}
