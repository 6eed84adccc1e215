import Domain

/// What is known to mend something, by the name under which a configuration binds it to a target.
package enum Remedy: String, Hashable, Sendable, CaseIterable {
    case restartBackend = "restart-backend"
    case redeploy
    case clearSession = "clear-session"
    case clearCache = "clear-cache"
    case refreshTokens = "refresh-tokens"
    case resetTestData = "reset-test-data"
    case toggleFeature = "toggle-feature"
    case repairLocator = "repair-locator"

    /// What is wrong when it helps.
    var why: String {
        switch self {
        case .restartBackend: "the backend does not answer, or answers with errors that no change explains"
        case .redeploy: "what runs there is not what was built from this commit, or does not come up again by itself"
        case .clearSession: "the stored session is no longer accepted; without it the suite signs in afresh"
        case .clearCache: "a cache in front of the app still serves an old page"
        case .refreshTokens: "a token is no longer accepted"
        case .resetTestData: "data or limits left over from other runs are in the way"
        case .toggleFeature: "a feature that the test needs is switched off in this environment"
        case .repairLocator: "the locator no longer finds the element that it meant"
        }
    }
}

/// Which remedies fit which failure, the likeliest first. Each acts on more than the one before it, or needs more to be true.
enum Remedies {
    static func environment(_ classification: Classification, _ circumstances: Circumstances) -> [Remedy] {
        let remedies = environment(classification.kind, status: classification.status)
        if circumstances.isOldPageServed { return remedies.moving([.clearCache, .redeploy]) }
        return circumstances.isPageFromCache ? remedies.moving([.clearCache]) : remedies
    }

    static func tests(_ kind: FailureKind) -> [Remedy] {
        switch kind {
        case .locatorNotFound, .locatorAmbiguous, .elementNotActionable, .testTimeoutUnspecific: [.repairLocator]
        default: []
        }
    }

    private static func environment(_ kind: FailureKind, status: Int?) -> [Remedy] {
        switch kind {
        case .connectionRefused, .connectionReset, .webserverNotStarted, .http5xx, .apiTimeout, .graphqlError,
            .loadingNeverFinished, .testTimeoutUnspecific:
            [.restartBackend, .redeploy]
        case .sessionExpired: [.clearSession, .refreshTokens]
        // The account itself may be gone with the data that it belonged to.
        case .loginFailed: [.clearSession, .refreshTokens, .resetTestData]
        case .tokenExpired: [.refreshTokens, .clearSession]
        case .forbidden: [.refreshTokens, .clearSession, .toggleFeature]
        case .csrf: [.clearSession]
        case .rateLimited: [.resetTestData]
        case .http4xx: refused(status)
        case .schemaMismatch: [.resetTestData, .redeploy]
        case .locatorNotFound, .elementNotActionable, .navigationWrongPage:
            [.toggleFeature, .clearSession, .clearCache, .resetTestData, .redeploy]
        case .locatorAmbiguous, .assertionTextOrValue, .assertionCountOrState, .visualDiff:
            [.resetTestData, .toggleFeature, .clearCache, .redeploy]
        case .jsPageError, .accessibility: [.clearCache, .redeploy]
        case .dns, .tls, .proxy, .offline, .cors, .mfaOrCaptcha, .testCodeBug, .infrastructure, .snapshotMissing,
            .other:
            []
        }
    }

    /// 409 and 422 speak of data that is in the way; 404 and 410 of something that is switched off or not there yet.
    private static func refused(_ status: Int?) -> [Remedy] {
        switch status {
        case 404, 405, 410: [.toggleFeature, .resetTestData, .redeploy]
        default: [.resetTestData, .redeploy]
        }
    }
}

extension [Remedy] {
    /// The same remedies, those that are named at the front.
    fileprivate func moving(_ first: [Remedy]) -> [Remedy] { first.filter(contains) + filter { !first.contains($0) } }
}
