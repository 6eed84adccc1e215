/// How far one question about locators may be followed. Names can be defined by one another, in circles too.
struct LocatorSearch {
    /// A locator defined by a locator defined by a locator, and so on.
    private static let depthLimit = 16
    /// Beyond these steps the answer is what was found until then.
    private static let stepLimit = 1000

    private var depth = 0
    private var steps = 0

    /// - Returns: false when this way must not be followed further; then `leave` is not called.
    mutating func enter() -> Bool {
        guard depth < Self.depthLimit, steps < Self.stepLimit else { return false }
        depth += 1
        steps += 1
        return true
    }

    /// One more piece of code was looked at.
    /// - Returns: false when no more may be.
    mutating func spend() -> Bool {
        steps += 1
        return steps <= Self.stepLimit
    }

    mutating func leave() { depth -= 1 }
}
