package import Domain

/// What broke, as the labelling guide names it. A kind belongs to exactly one category.
package enum FailureKind: String, Hashable, Sendable, CaseIterable {
    case connectionRefused = "connection-refused"
    case dns, tls, proxy, offline
    case connectionReset = "connection-reset"
    case webserverNotStarted = "webserver-not-started"

    case http5xx = "http-5xx"
    case http4xx = "http-4xx"
    case rateLimited = "rate-limited"
    case apiTimeout = "api-timeout"
    case schemaMismatch = "schema-mismatch"
    case graphqlError = "graphql-error"

    case loginFailed = "login-failed"
    case sessionExpired = "session-expired"
    case tokenExpired = "token-expired"
    case forbidden, cors, csrf
    case mfaOrCaptcha = "mfa-or-captcha"

    case locatorNotFound = "locator-not-found"
    case locatorAmbiguous = "locator-ambiguous"
    case elementNotActionable = "element-not-actionable"
    case assertionTextOrValue = "assertion-text-or-value"
    case assertionCountOrState = "assertion-count-or-state"
    case loadingNeverFinished = "loading-never-finished"
    case accessibility
    case visualDiff = "visual-diff"
    case navigationWrongPage = "navigation-wrong-page"
    case jsPageError = "js-page-error"

    case testCodeBug = "test-code-bug"
    case infrastructure
    case testTimeoutUnspecific = "test-timeout-unspecific"
    case snapshotMissing = "snapshot-missing"
    case other

    package var category: FailureReport.Category {
        switch self {
        case .connectionRefused, .dns, .tls, .proxy, .offline, .connectionReset, .webserverNotStarted: .network
        case .http5xx, .http4xx, .rateLimited, .apiTimeout, .schemaMismatch, .graphqlError: .api
        case .loginFailed, .sessionExpired, .tokenExpired, .forbidden, .cors, .csrf, .mfaOrCaptcha: .auth
        case .locatorNotFound, .locatorAmbiguous, .elementNotActionable, .assertionTextOrValue,
            .assertionCountOrState, .loadingNeverFinished, .accessibility, .visualDiff, .navigationWrongPage,
            .jsPageError:
            .ui
        case .testCodeBug, .infrastructure, .testTimeoutUnspecific, .snapshotMissing, .other: .unknown
        }
    }
}

extension FailureKind {
    /// Answers that make such a failure; nil where no status does.
    var statuses: ClosedRange<Int>? {
        switch self {
        case .http5xx: 500...599
        case .http4xx: 400...499
        case .rateLimited: 429...429
        case .sessionExpired, .tokenExpired: 401...401
        case .forbidden: 403...403
        case .loginFailed: 400...499
        case .csrf: 400...419
        case .mfaOrCaptcha: 401...429
        default: nil
        }
    }

    /// What browsers call such a failure of a request; none where only an answer can make it.
    var requestFailures: [String] {
        switch self {
        case .connectionRefused: ["connection_refused", "econnrefused", "could not connect"]
        case .connectionReset:
            ["connection_reset", "econnreset", "empty_response", "connection_closed", "http2", "socket hang up"]
        case .dns: ["name_not_resolved", "enotfound", "unknown_host", "eai_again"]
        case .tls: ["cert", "ssl"]
        case .proxy: ["proxy", "tunnel"]
        case .offline: ["internet_disconnected", "offline"]
        default: []
        }
    }
}
