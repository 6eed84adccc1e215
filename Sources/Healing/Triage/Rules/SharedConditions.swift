import Domain

extension Condition {
    /// The page asks people to sign in.
    static let signInForm = Condition.all([
        .any([
            .fact(.passwordField), .fact(.magicLink), .says(.page, Words.signInHeadings),
            .all([.fact(.fewLines), .says(.page, Words.signInButtons)]),
        ]),
        // A page that is little more than a password box needs no words to say what it is for.
        .any([.says(.page, Words.signIn), .fact(.fewLines)]),
        .not(.says(.page, Words.signUpHeadings)),
    ])

    /// The test types a password, as far as its quoted lines or the page tell.
    static let typesPassword = Condition.any([
        .fact(.passwordFilled), .fact(.userFilled),
        .says(
            .code, ["password", "login(", "signin(", "loginas(", "sign in", "log in", "iniciar sesi", "credentials"]),
    ])

    /// An element was waited for, whether by an action or by an assertion, and did not come.
    static let elementMissing = Condition.all([.fact(.unresolved), .not(.says(.message, ["strict mode violation"]))])

    static let elementAwaited = Condition.any([
        .fact(.elementWait), .fact(.elementRead), .fact(.stateMatcher), .fact(.textMatcher), .fact(.countMatcher),
        .fact(.pictureMatcher),
    ])

    /// Something that a bad answer or a wrong page explains: a missing element, a wait, another address.
    static let symptomOfPage = Condition.any([
        .fact(.unresolved), .fact(.timedOut), .fact(.addressMatcher), .fact(.titleMatcher), .fact(.stateMatcher),
        .fact(.textMatcher), .fact(.countMatcher), .fact(.navigation), .fact(.valueMatcher), .fact(.truthMatcher),
        .fact(.testTimeout), .fact(.ownWords),
    ])

    /// A line of Playwright's call log, which stands in the message where only a piece of the output was kept.
    static func logSays(_ phrases: [String]) -> Condition { .any([.says(.log, phrases), .says(.message, phrases)]) }

    /// The failing step stands in a function of the suite that signs in.
    static let inSignInHelper = Condition.any([
        .says(
            .stack,
            [
                "at login", "at signin", "at authenticate", "at dologin", "at performlogin", ".login (", ".signin (",
                "at ensureauth", "at loginas",
            ]),
        .says(
            .code,
            [
                "password\"", "password'", "password-input", "passwordinput", "'password", "\"password", ".password",
                "iniciar sesi", "contraseña", "密码", "パスワード", "비밀번호", "passwort", "mot de passe", "senha", "login(",
                "signin(",
                "loginas(", "name: 'sign in'", "name: 'log in'", "name: 'login'", "name: /sign in/i", "name: /log in/i",
                "name: /login/i", "name: /sign.?in/i", "name: /log.?in/i",
            ]),
    ])

    static let pixelsDiffer = Condition.says(
        .message,
        ["pixels (ratio", "expected an image", "two consecutive stable screenshots", "screenshot comparison failed"])

    static let localServer = Condition.fact(.localAddress)
}

extension FailureEvidence {
    /// For the rules' examples.
    static func example(
        _ errors: String..., step: Step? = nil, page: String? = nil, address: String? = nil, title: String? = nil,
        network: [Exchange] = [], console: [String] = [], output: String = ""
    ) -> FailureEvidence {
        FailureEvidence(
            testName: "example", errors: errors, step: step, pageSnapshot: page, pageURL: address, pageTitle: title,
            network: network, console: console, output: output)
    }
}
