/// A locator that says what it said, in another frame: only the calls at its head are others.
struct FrameChange {
    private let locator: [String]
    private let lostHead: [String]
    private let newHead: [String]

    private static let methods: Set = ["frameLocator", "contentFrame"]

    /// - Parameters:
    ///   - before: the words of the locator's calls.
    ///   - after: the same of the locator that took its place.
    /// - Returns: nil when anything else is changed, or no frame.
    init?(_ before: [String], _ after: [String]) {
        let kept = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
        lostHead = Array(before.dropLast(kept))
        newHead = Array(after.dropLast(kept))
        locator = before
        let rest = before.suffix(kept)
        guard before != after, rest.first == "." || rest.first == "?.",
            !Self.methods.isDisjoint(with: lostHead + newHead)
        else { return nil }
    }

    /// Whether another one does the same to the same locator, or to what either goes on to from it.
    func isSame(_ other: FrameChange) -> Bool {
        lostHead == other.lostHead && newHead == other.newHead
            && (locator.starts(with: other.locator) || other.locator.starts(with: locator))
    }
}
