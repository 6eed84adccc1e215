/// What one printed error says, as facts and numbers.
struct ErrorReading: Sendable {
    let parts: ErrorParts
    private(set) var facts = Facts()
    /// The first `Expected…:` and `Received…:` of the error.
    private(set) var expected: PrintedValue?
    private(set) var received: PrintedValue?
    private(set) var status: Int?
    private(set) var wantedStatus: Int?
    /// The address that the call went to.
    private(set) var address: Bytes?

    /// Only says that the time ran out, not over what.
    var isBareTimeout: Bool {
        let text = parts.message[...].trimmed
        return facts.contains(.ownWords)
            && (text.starts(with: "test timeout of") || text.starts(with: "tearing down")
                || text.says("hook timeout of"))
    }

    /// The assertion wants something to be hidden, gone, or counted as none.
    private(set) var assertsAbsence = false

    init(_ error: String, step: FailureEvidence.Step? = nil) {
        parts = ErrorParts(error)
        let message = parts.message[...]
        readValues(parts.wanted[...] + message)
        address = message.address ?? parts.log[...].address
        var deed = Facts()
        CallReading.read(message, step: step, into: &deed)
        MatcherReading.read(message, step: step, into: &deed)
        deed.insert(.ownWords, when: deed == Facts())
        facts = facts.union(deed)
        assertsAbsence = MatcherReading.wantsAbsence(message, step: step, expected: expected)
        readStatus(message, parts.log[...])
        readOutcome(message, parts.log[...])
        readAddresses(parts.log[...])
        if message.saysAny(of: ["expected an image", "pixels (ratio"]) { PictureReading.read(message, into: &facts) }
        facts.insert(.evaluationStackHasModules, when: Self.hasModules(parts.stack[...]))
    }

    private mutating func readValues(_ message: Bytes) {
        for line in message.split(separator: 10) {
            if expected == nil { expected = PrintedValue(line: line, word: "expected") }
            if received == nil { received = PrintedValue(line: line, word: "received") }
            // The bindings for Python and .NET print these words instead.
            if received == nil { received = PrintedValue(line: line, word: "actual value") }
        }
        guard let received else { return }
        facts.insert(.receivedUndefined, when: received.isUndefined)
        facts.insert(.receivedCollection, when: received.isCollection)
        facts.insert(.receivedAddress, when: received.isString && received.bytes.dropFirst().starts(with: "http"))
        guard let expected else { return }
        facts.insert(.numbersDiffer, when: expected.number != nil && received.number != nil)
        facts.insert(.booleansDiffer, when: expected.isBoolean || received.isBoolean)
        facts.insert(.stringsDiffer, when: received.isString && (expected.isString || expected.isPattern))
        facts.insert(.busyTextReceived, when: received.isProgress && !expected.isProgress)
        facts.insert(
            .receivedExtendsExpected,
            when: received.isString && expected.isString && received.bytes.count > expected.bytes.count
                && received.bytes.starts(with: expected.bytes.dropLast()))
        let isNear = received.isString && expected.isString && expected.essence == received.essence
        facts.insert(.nearlyEqualStrings, when: isNear && !expected.essence.isEmpty)
        let asksToSignIn = received.isString && received.bytes.count <= 60 && received.bytes.saysAny(of: Words.signIn)
        facts.insert(.signInTextReceived, when: asksToSignIn && !expected.bytes.saysAny(of: Words.signIn))
    }

    private mutating func readStatus(_ message: Bytes, _ log: Bytes) {
        if facts.contains(.valueMatcher) || facts.contains(.truthMatcher), !parts.countsThings,
            let pair = StatusReading.compared(expected: expected, received: received)
        {
            (wantedStatus, status) = pair
        } else if facts.contains(.responseMatcher) {
            status = StatusReading.reported(in: log) ?? StatusReading.reported(in: message)
        } else if !facts.contains(.textMatcher), !facts.contains(.addressMatcher), !facts.contains(.stateMatcher) {
            status = StatusReading.reported(in: message)
        }
    }

    private mutating func readOutcome(_ message: Bytes, _ log: Bytes) {
        facts.insert(.testTimeout, when: message.says("test timeout of") || message.says("test ended"))
        facts.insert(.timedOut, when: message.says("timeout ") && message.says("exceeded"))
        let limit = message.after("timeout ").map { $0.prefix(while: \.isDigit) }.flatMap { Int($0.text) }
        facts.insert(.shortTimeout, when: limit.map { $0 <= 5000 } ?? false)
        let isResolved =
            log.says("resolved to") || log.says("unexpected value") || message.says("strict mode violation")
        let isMissing =
            message.saysAny(of: Self.missing) || log.says("locator resolved to 0 elements")
            || (!isResolved && (received == nil || facts.contains(.receivedUndefined))
                && log.saysAny(of: ["waiting for", "waiting for selector"]) && log.saysAny(of: Self.locators))
        facts.insert(.resolved, when: isResolved && !isMissing)
        facts.insert(.unresolved, when: isMissing && !message.says("strict mode violation"))
    }

    private static let missing = [
        "element(s) not found", "no element found", "failed to find element", "element not found",
    ]
    private static let locators = [
        "waiting for locator", "waiting for getby", "waiting for selector", "waiting for frame", "waiting for first",
        "for getby", "for locator", "for selector", "waiting for get_by", "waiting for \"", "waiting for internal:",
    ]

    private mutating func readAddresses(_ log: Bytes) {
        if let address {
            facts.insert(.localAddress, when: Address.isLocal(address))
            facts.insert(.secureLocalAddress, when: Address.isLocal(address) && address.starts(with: "https"))
            facts.insert(.signInRequest, when: Address.signsIn(address))
            facts.insert(.statusPageAddress, when: Address.reportsHealth(address))
        }
        let quoted = Self.quotedPaths(in: parts.message[...] + parts.wanted[...] + parts.code[...])
        facts.insert(.signInRequest, when: quoted.contains(where: Address.signsIn))
        facts.insert(.statusPageAddress, when: quoted.contains(where: Address.reportsHealth))
        readWaitedAddresses(log)
    }

    private mutating func readWaitedAddresses(_ log: Bytes) {
        if facts.contains(.addressMatcher) || facts.contains(.valueMatcher) {
            facts.insert(.signInAddressReceived, when: received.map { Address.isSignIn($0.bytes) } ?? false)
            facts.insert(.signInAddressWanted, when: expected.map { Self.mentionsSignIn($0.bytes) } ?? false)
            let seen = log.split(separator: 10).compactMap { $0.after("unexpected value ")?.address }
            facts.insert(.signInAddressFirst, when: seen.first.map(Address.isSignIn) ?? true)
            if let wanted = expected?.bytes, let got = received?.bytes, wanted.first == 34, got.first == 34 {
                facts.insert(.otherServerWanted, when: Self.namesOtherServer(wanted, than: got))
                facts.insert(
                    .samePath,
                    when: wanted.says("://") && got.says("://")
                        && Address.segments(of: wanted).elementsEqual(Address.segments(of: got), by: ==))
            }
        }
        if facts.contains(.addressWait) {
            let lines = log.split(separator: 10)
            let reached = lines.last { $0.says("navigated to") }
            let wanted = lines.first { $0.says("waiting for navigation") }
            let segment = wanted.flatMap(Self.lastSegment)
            facts.insert(.addressReached, when: segment.map { reached?.says($0) ?? false } ?? false)
            facts.insert(.signInAddressReceived, when: reached?.address.map(Address.isSignIn) ?? false)
            facts.insert(.signInAddressWanted, when: wanted.map(Self.mentionsSignIn) ?? false)
        }
    }

    /// `dashboard` of `"**/dashboard**"`; nil for a pattern without a plain end.
    private static func lastSegment(of wanted: Bytes) -> String? {
        guard let quoted = wanted.after("\"") else { return nil }
        let pattern = quoted.prefix { $0 != 34 }
        guard let last = pattern.split(separator: 47).last else { return nil }
        let segment = last.filter { $0.isLetter || $0.isDigit || $0 == 45 || $0 == 95 }
        return segment.count >= 3 ? segment[...].text : nil
    }

    /// The wanted text names a host and port which the received address does not have.
    private static func namesOtherServer(_ wanted: Bytes, than got: Bytes) -> Bool {
        guard wanted.says("localhost:") || wanted.says("127.0.0.1:") || wanted.says("://") else { return false }
        let server = (wanted.after("://") ?? wanted.dropFirst()).prefix { $0 != 47 && $0 != 34 }
        return !server.isEmpty && !got.says(server.text)
    }

    private static func mentionsSignIn(_ text: Bytes) -> Bool {
        text.saysAny(of: ["login", "signin", "sign-in", "sign_in", "auth"])
    }

    /// Paths that a test's code names in quotes, at most 32.
    private static func quotedPaths(in text: Bytes) -> [Bytes] {
        var paths: [Bytes] = []
        for line in text.split(separator: 10) {
            for word in line.split(whereSeparator: { $0 == 34 || $0 == 39 || $0 == 96 || $0 == 32 || $0 == 40 }) {
                guard paths.count < 32 else { return paths }
                if word.contains(47), !word.starts(with: "//"), !word.starts(with: "./") { paths.append(word) }
            }
        }
        return paths
    }

    /// `get /api/orders`: the last call before the line that failed, as the quoted code has it.
    var calledPath: String? {
        var found: String?
        for line in parts.code.split(separator: 10) {
            for verb in ["get", "post", "put", "patch", "delete", "head", "fetch"] {
                guard let rest = line.after(".\(verb)(")?.drop(while: { [34, 39, 96, 32].contains($0) }) else {
                    continue
                }
                let path = rest.prefix { ![34, 39, 96, 63, 44, 41].contains($0) }
                if path.contains(47) { found = "\(verb) \(Normalised(path.text).text)" }
            }
            if line.trimmed.first == UInt8(ascii: ">") { break }
        }
        return found
    }

    /// Frames of the page's own files, not only of the code which `evaluate` sent there.
    private static func hasModules(_ stack: Bytes) -> Bool {
        stack.split(separator: 10).contains { line in
            line.says("http") && !line.says("eval at evaluate") && !line.says("node_modules")
        }
    }
}
