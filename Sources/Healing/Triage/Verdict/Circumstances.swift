package import Domain

/// What is known around a failure: other runs, the change, the page then and now.
package struct Circumstances: Hashable, Sendable {
    package enum BaseRun: Hashable, Sendable {
        case green, red
        case notRun(reason: String)
    }

    package enum Change: Hashable, Sendable { case appOnly, testsOnly, both, nothing, unknown }

    /// What became of the element that the failing locator meant when it was last green.
    package enum Recall: Hashable, Sendable {
        /// One element of the page now is clearly the remembered one.
        case counterpartFound(String)
        /// Nothing on the page is like it.
        case elementGone(String)
        /// Another page than the remembered one is shown.
        case otherPage(String)
        /// The very element is there and the locator finds it.
        case elementStillThere(String)
        case notRecalled(reason: String)
    }

    /// What the test's history says of the commits that were run now. The base is often only the parent, at which nobody ever
    /// saw the test green.
    package enum GreenBefore: Hashable, Sendable {
        /// It was green at the base commit, or at the very one that is red now.
        case seen
        /// It has a history, and none of the two is green in it.
        case never
        /// It has no history.
        case unknown
    }

    package var baseRun: BaseRun
    package var greenBefore: GreenBefore
    /// The base commit in short; nil when there is none.
    package var base: String?
    /// Of the same commit; nil when there was no rerun.
    package var rerunIsGreen: Bool?
    package var changed: Change
    package var changedFiles: [String]
    /// Texts in the app's sources that others took the place of.
    package var replaced: [ObservedFailure.ReplacedText]
    /// Names in the app's sources, such as keys of objects, that others took the place of.
    package var replacedNames: Set<String>
    package var recall: Recall
    /// Failures of the same run beside this one.
    package var otherFailures: Int
    /// The page that was served is that of before the change.
    package var isOldPageServed: Bool
    /// The page came out of a cache on the way, whatever is in it.
    package var isPageFromCache: Bool
    /// How the change itself shows that the test should say something else now; nil when it does not.
    package var intended: String?
    /// What an earlier action of the test meant, and what got it because the change put that in front; nil when none went astray.
    package var strayed: String?
    /// nil where nobody keeps the histories of tests, or this test has none.
    package var past: PastRuns?

    package init(
        baseRun: BaseRun, greenBefore: GreenBefore = .unknown, base: String? = nil, rerunIsGreen: Bool? = nil,
        changed: Change, changedFiles: [String] = [], replaced: [ObservedFailure.ReplacedText] = [],
        replacedNames: Set<String> = [], recall: Recall,
        otherFailures: Int = 0, isOldPageServed: Bool = false,
        isPageFromCache: Bool = false, intended: String? = nil, strayed: String? = nil, past: PastRuns? = nil
    ) {
        self.baseRun = baseRun
        self.greenBefore = greenBefore
        self.base = base
        self.rerunIsGreen = rerunIsGreen
        self.changed = changed
        self.changedFiles = changedFiles
        self.replaced = replaced
        self.replacedNames = replacedNames
        self.recall = recall
        self.otherFailures = otherFailures
        self.isOldPageServed = isOldPageServed
        self.isPageFromCache = isPageFromCache
        self.intended = intended
        self.strayed = strayed
        self.past = past
    }
}

extension Circumstances {
    /// Nothing is known but the run in which the test failed.
    package static let reportAlone = Circumstances(
        baseRun: .notRun(reason: "there is only this report"), changed: .unknown,
        recall: .notRecalled(reason: "there is no other run"))
}
