/// Something true of one error or of the failure as a whole, which takes more than a phrase to see.
package enum Fact: UInt8, Sendable, CaseIterable {
    // What the test was doing.
    case action, elementRead, elementWait, navigation, addressWait, loadWait, responseWait, predicateWait, evaluation
    case apiRequest, launch
    // Which assertion it was.
    case stateMatcher, textMatcher, countMatcher, addressMatcher, titleMatcher, pictureMatcher, valueMatcher
    case truthMatcher, responseMatcher, negated
    // What became of it.
    case resolved, unresolved, timedOut, testTimeout, shortTimeout, ownWords
    case stringsDiffer, nearlyEqualStrings, numbersDiffer, booleansDiffer, receivedUndefined, receivedCollection
    case samePath, receivedAddress, receivedExtendsExpected, busyTextReceived
    // Addresses.
    case signInAddressReceived, signInAddressWanted, signInAddressFirst, signInTextReceived, signInRequest,
        localAddress, secureLocalAddress
    case statusPageAddress, addressReached, otherServerWanted
    // The page.
    case pageShown, passwordField, passwordFilled, userFilled, emptyPage, fewLines, busyButton, busyStatus, busyLine,
        magicLink,
        lockedSignInForm
    // Pictures.
    case onePixelNoise, otherWidth
    // Stacks.
    case evaluationStackHasModules
    // Requests before the failure.
    case requestRefused, requestReset, requestUnresolvedHost
}

/// A set of facts in one word.
struct Facts: Hashable, Sendable {
    private var bits: UInt64 = 0

    mutating func insert(_ fact: Fact) { bits |= 1 << UInt64(fact.rawValue) }
    mutating func insert(_ fact: Fact, when holds: Bool) { if holds { insert(fact) } }
    func contains(_ fact: Fact) -> Bool { bits & (1 << UInt64(fact.rawValue)) != 0 }
    func union(_ other: Facts) -> Facts {
        var both = self
        both.bits |= other.bits
        return both
    }
}
