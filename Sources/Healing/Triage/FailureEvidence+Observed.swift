package import Domain

extension FailureEvidence {
    /// What the page showed when the test failed; nil when nothing tells of one.
    package var page: ObservedFailure.Page? {
        guard pageSnapshot != nil || pageURL != nil || pageTitle != nil else { return nil }
        return .init(shows: content, url: pageURL, title: pageTitle)
    }

    private var content: ObservedFailure.Page.Content? {
        if errors.contains(where: { $0.contains("intercepts pointer events") }) { return .behindOverlay }
        let reading = PageReading(snapshot: pageSnapshot, title: pageTitle)
        let address = (pageURL ?? "").foldedBytes(limit: 2048)[...]
        let asksForSignIn = reading.bytes[...].saysAny(of: Words.signIn) || Address.isSignIn(address)
        if reading.status != nil || address.starts(with: "chrome-error:") { return .errorPage }
        guard pageSnapshot != nil else { return Address.isSignIn(address) ? .logInPage : nil }
        let signsUp = reading.bytes[...].saysAny(of: Words.signUpHeadings)
        if reading.facts.contains(.passwordField), asksForSignIn, !signsUp { return .logInPage }
        return reading.facts.contains(.emptyPage) ? .emptyShell : .other
    }

    /// As a report shows it.
    package var observed: ObservedFailure {
        let page = page.map {
            ObservedFailure.Page(
                shows: $0.shows, url: $0.url?.shortened(to: Self.addressLength),
                title: $0.title?.shortened(to: Self.textLength))
        }
        let bad = RequestReading(network, pageURL: pageURL).bad
        return ObservedFailure(
            step: step.map(Self.step), place: place, page: page, network: .init(bad.map(Self.cut), limit: Self.items),
            console: .init(console.map { $0.shortened(to: Self.textLength) }, limit: Self.items),
            alike: alike.map { alike in
                .init(first: alike.first.prefix(Self.items).map { $0.shortened(to: Self.textLength) }, of: alike.count)
            },
            lastGreen: circumstances.lastGreen(lastGreen), change: circumstances.change, rerun: circumstances.rerun,
            base: circumstances.baseRunResult)
    }

    fileprivate static let items = 20
    fileprivate static let textLength = 300
    fileprivate static let addressLength = 500

    private static func step(_ step: Step) -> ObservedFailure.Step {
        .init(
            method: step.method,
            locator: step.selector.map { LocatorWording.text($0).shortened(to: textLength) },
            assertion: step.expression == nil ? nil : MatcherName.text(step))
    }

    private static func cut(_ exchange: Exchange) -> Exchange {
        .init(
            method: exchange.method.shortened(to: 20), url: exchange.url.shortened(to: addressLength),
            status: exchange.status, failure: exchange.failure?.shortened(to: textLength))
    }
}

extension Circumstances {
    fileprivate func lastGreen(_ step: ObservedFailure.GreenStep?) -> ObservedFailure.LastGreen {
        let (outcome, text): (ObservedFailure.LastGreen.Outcome, String) =
            switch recall {
            case .counterpartFound(let text): (.counterpartFound, text)
            case .elementGone(let text): (.elementGone, text)
            case .otherPage(let text): (.otherPage, text)
            case .elementStillThere(let text): (.stillThere, text)
            case .notRecalled(let reason): (.notRecalled, reason)
            }
        let length = FailureEvidence.textLength
        let cut = step.map { step in
            ObservedFailure.GreenStep(
                commit: step.commit, isRemembered: step.isRemembered,
                url: step.url?.shortened(to: FailureEvidence.addressLength),
                title: step.title?.shortened(to: length), element: step.element?.shortened(to: length))
        }
        return .init(outcome: outcome, text: text.shortened(to: length), step: cut)
    }

    fileprivate var change: ObservedFailure.Change {
        let scope: ObservedFailure.Change.Scope =
            switch changed {
            case .appOnly: .appOnly
            case .testsOnly: .testsOnly
            case .both: .both
            case .nothing: .nothing
            case .unknown: .unknown
            }
        let length = FailureEvidence.textLength
        return .init(
            scope: scope, base: base,
            files: .init(changedFiles.map { $0.shortened(to: length) }, limit: FailureEvidence.items),
            replaced: .init(
                replaced.map { text in
                    .init(
                        old: text.old.shortened(to: length), new: text.new.shortened(to: length),
                        file: text.file.shortened(to: length))
                }, limit: FailureEvidence.items),
            intended: intended?.shortened(to: length))
    }

    fileprivate var rerun: ObservedFailure.Run {
        rerunIsGreen.map { .init($0 ? .green : .red) } ?? .init(.notRun)
    }

    fileprivate var baseRunResult: ObservedFailure.Run {
        switch baseRun {
        case .green: .init(.green)
        case .red: .init(.red)
        case .notRun(let reason): .init(.notRun, reason: reason.shortened(to: FailureEvidence.textLength))
        }
    }
}
