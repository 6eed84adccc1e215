import Domain

/// One step of the decision who is at fault. The first that holds decides.
package struct VerdictRule: Sendable {
    struct Case: Sendable {
        let classification: Classification
        let evidence: FailureEvidence

        var circumstances: Circumstances { evidence.circumstances }
    }

    /// Nothing is left to restore, and the failure is no sign of a flaky test.
    package static let recovered = "verdict.recovered-by-itself"

    let id: String
    let verdict: FailureReport.Verdict
    /// 0 to 1; the classification's own doubt is multiplied in where the rule rests on it.
    let confidence: Double
    let restsOnClassification: Bool
    let culprit: FailureReport.Culprit?
    /// Where the deciding fact stands, as `source` of the evidence.
    let source: String
    let holds: @Sendable (Case) -> Bool
    let says: @Sendable (Case) -> String

    init(
        _ id: String, _ verdict: FailureReport.Verdict, _ confidence: Double, restsOnClassification: Bool = true,
        culprit: FailureReport.Culprit? = nil, source: String, says: @escaping @Sendable (Case) -> String,
        when holds: @escaping @Sendable (Case) -> Bool
    ) {
        self.id = id
        self.verdict = verdict
        self.confidence = confidence
        self.restsOnClassification = restsOnClassification
        self.culprit = culprit
        self.source = source
        self.holds = holds
        self.says = says
    }
}

extension VerdictRule.Case {
    var kind: FailureKind { classification.kind }

    var assertsAbsence: Bool { classification.assertsAbsence }

    /// The failing assertion compares something that the app computed or wrote.
    var assertsValue: Bool {
        [.assertionTextOrValue, .assertionCountOrState, .accessibility, .visualDiff, .schemaMismatch].contains(kind)
    }

    var isLocator: Bool {
        [.locatorNotFound, .locatorAmbiguous, .elementNotActionable, .testTimeoutUnspecific].contains(kind)
    }

    var isPageFault: Bool { [.jsPageError, .http5xx, .graphqlError].contains(kind) }

    /// ` 1a2b3c`, where it is known, to follow "the base commit".
    var base: String { circumstances.base.map { " \($0)" } ?? "" }
    /// ` since 1a2b3c`, where what was changed since then is known.
    var since: String { circumstances.changed == .unknown ? "" : circumstances.base.map { " since \($0)" } ?? "" }

    var appChanged: Bool { circumstances.changed == .appOnly || circumstances.changed == .both }
    /// Where nothing was changed, the app's own code cannot have broken: its data are likelier.
    var appMayHaveChanged: Bool { appChanged || circumstances.changed == .unknown }
    var testsChangedAlone: Bool { circumstances.changed == .testsOnly }
    /// The test's code stumbled over what it was given, and nothing but the app's own code was changed since it was green. A field
    /// that the commit renamed is none of that.
    var gotOtherData: Bool {
        guard kind == .testCodeBug, classification.rule == "runner.test-code-exception",
            classification.culprit == .test,
            circumstances.changed == .appOnly, baseWasGreen
        else { return false }
        let text = classification.evidence.map { $0.text.lowercased() }.joined(separator: "\n")
        let isOfData = [
            "cannot read propert", "is not iterable", "cannot destructure", "cannot convert undefined or null",
        ].contains(where: text.contains)
        return isOfData && !circumstances.changedFiles.allSatisfy(Self.isManifest)
            && !(circumstances.replaced.map(\.old) + circumstances.replacedNames).contains {
                text.contains("'\($0.lowercased())'")
            }
    }

    /// What names the libraries, which may throw themselves.
    private static func isManifest(_ path: String) -> Bool {
        ["package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb", "bun.lock"].contains {
            path == $0 || path.hasSuffix("/" + $0)
        }
    }

    var baseWasGreen: Bool { circumstances.baseRun == .green }
    var baseWasRed: Bool { circumstances.baseRun == .red }
    /// What was green is red now, without a change of its own.
    var greenCommitIsRed: Bool { baseWasRed && circumstances.greenBefore == .seen }

    /// Access was allowed where it had to be refused; a page that refuses somebody is the opposite.
    var isOpenDoor: Bool { classification.rule == "auth.open-door" }

    /// A server, a network or a session that was away for a while. An open door is one however often it is found locked.
    var mayRecoverByItself: Bool {
        guard classification.culprit != .test, !isOpenDoor else { return false }
        return [.network, .auth].contains(kind.category) || isEnvironmentKind || kind == .http5xx
    }

    /// What surrounds the app can make such a failure; code and files of the test's own cannot change by themselves.
    var surroundingsMayCauseIt: Bool { ![.testCodeBug, .snapshotMissing, .other].contains(kind) }

    /// Caused by what surrounds app and tests, by its kind alone.
    var isEnvironmentKind: Bool {
        switch kind {
        case .connectionRefused, .dns, .tls, .connectionReset, .proxy, .offline, .webserverNotStarted, .infrastructure,
            .rateLimited, .sessionExpired, .tokenExpired, .mfaOrCaptcha, .forbidden, .loginFailed:
            true
        default: false
        }
    }
}
