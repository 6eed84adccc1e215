/// Which assertion failed: `expect(…).not.toBeVisible()` and the words of the other languages' bindings.
enum MatcherReading {
    static func read(_ message: Bytes, step: FailureEvidence.Step?, into facts: inout Facts) {
        if let (name, isNegated) = matcher(in: message) {
            facts.insert(.negated, when: isNegated)
            facts.insert(names[name] ?? .valueMatcher)
        } else if let (_, fact) = sentences.first(where: { message.says($0.phrase) }) {
            facts.insert(fact)
            facts.insert(.negated, when: message.says("expected not to"))
        } else if let step, step.method == "expect" {
            facts.insert(.negated, when: step.isNegated)
            if let expression = step.expression?.lowercased() {
                let name = expression.filter { $0 != "." }
                facts.insert(names[name] ?? .valueMatcher)
            }
        } else if message.says("expected:") && message.says("received:") {
            facts.insert(.valueMatcher)
        }
    }

    /// Something is to be hidden, gone, counted as none, or without a text. A `.not` alone says nothing of that: what must not be
    /// empty, disabled or hidden must be there.
    static func wantsAbsence(_ message: Bytes, step: FailureEvidence.Step?, expected: PrintedValue?) -> Bool {
        if let (name, isNegated) = matcher(in: message) {
            return wantsAbsence(name, isNegated: isNegated, expected: expected)
        }
        if message.saysAny(of: absenceSentences) { return true }
        guard !sentences.contains(where: { message.says($0.phrase) }), let step, step.method == "expect" else {
            return false
        }
        let name = (step.expression ?? "").lowercased().filter { $0 != "." }
        return wantsAbsence(name, isNegated: step.isNegated, expected: expected)
    }

    private static func wantsAbsence(_ name: String, isNegated: Bool, expected: PrintedValue?) -> Bool {
        if names[name] == .countMatcher { return !isNegated && expected?.text == "0" }
        if ["tobehidden", "tobedetached"].contains(name) { return !isNegated }
        // `toBeVisible({ visible: false })` and `toBeAttached({ attached: false })` print what they want.
        let isTurned = ["hidden", "detached", "not hidden", "not detached"].contains(expected?.text)
        return presenceMatchers.contains { name.hasPrefix($0) } && isNegated != isTurned
    }

    private static func matcher(in message: Bytes) -> (name: String, isNegated: Bool)? {
        for line in message.split(separator: 10) {
            guard let call = line.after("expect"), let dot = call.after(").") else { continue }
            var rest = dot
            var isNegated = false
            for word in ["resolves.", "rejects.", "not."] where rest.starts(with: word) {
                isNegated = isNegated || word == "not."
                rest = rest.dropFirst(word.utf8.count)
            }
            guard rest.starts(with: "to") || rest.starts(with: "pass") else { continue }
            return (rest.prefix(while: \.isLetter).text, isNegated)
        }
        return nil
    }

    private static let names: [String: Fact] = [
        "tobevisible": .stateMatcher, "tobehidden": .stateMatcher, "tobeenabled": .stateMatcher,
        "tobedisabled": .stateMatcher, "tobechecked": .stateMatcher, "tobeeditable": .stateMatcher,
        "tobeempty": .stateMatcher, "tobefocused": .stateMatcher, "tobeattached": .stateMatcher,
        "tobedetached": .stateMatcher, "tobeinviewport": .stateMatcher, "tohaveattribute": .stateMatcher,
        "tohaveclass": .stateMatcher, "tocontainclass": .stateMatcher, "tohavecss": .stateMatcher,
        "tohavejsproperty": .stateMatcher, "tohaverole": .stateMatcher, "tohaveid": .stateMatcher,
        "tohavetext": .textMatcher, "tocontaintext": .textMatcher, "tohavevalue": .textMatcher,
        "tohavevalues": .textMatcher, "tohaveaccessiblename": .textMatcher, "tohaveaccessibledescription": .textMatcher,
        "tomatchariasnapshot": .textMatcher, "tohavecount": .countMatcher, "tohavelength": .countMatcher,
        "tohaveurl": .addressMatcher, "tohavetitle": .titleMatcher, "tohavescreenshot": .pictureMatcher,
        "tomatchsnapshot": .pictureMatcher, "tobetruthy": .truthMatcher, "tobefalsy": .truthMatcher,
        "tobeok": .responseMatcher,
    ]

    /// With `.not` they want what they name to be away. The traces' names of some have a further word, such as `.array`.
    private static let presenceMatchers = [
        "tobevisible", "tobeattached", "tobeinviewport", "tohavetext", "tocontain", "tohavevalue", "tomatch",
        "tohaveaccessible",
    ]

    private static let absenceSentences = [
        "expected to be hidden", "expected to be detached", "expected not to be visible", "expected not to be attached",
        "expected not to be in viewport", "expected not to have text", "expected not to contain text",
        "expected not to have value",
    ]

    private static let sentences: [(phrase: String, fact: Fact)] = [
        ("expected to be visible", .stateMatcher), ("expected to be hidden", .stateMatcher),
        ("expected to be enabled", .stateMatcher), ("expected to be disabled", .stateMatcher),
        ("expected to be checked", .stateMatcher), ("expected not to be visible", .stateMatcher),
        ("expected to have text", .textMatcher), ("expected to contain text", .textMatcher),
        ("expected to have value", .textMatcher), ("expected to have count", .countMatcher),
        ("page url expected", .addressMatcher), ("page expected to have url", .addressMatcher),
        ("page title expected", .titleMatcher), ("page expected to have title", .titleMatcher),
    ]
}
