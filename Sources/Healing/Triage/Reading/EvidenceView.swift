/// One error of a failure together with all that surrounds it, with the rules' phrases found in each part.
struct EvidenceView: Sendable {
    /// The failure as a whole, read once for all of its errors.
    struct Surroundings: Sendable {
        let page: PageReading
        let requests: RequestReading
        fileprivate let pagePhrases: PhraseSet
        fileprivate let address: PhraseSet
        fileprivate let console: PhraseSet
        fileprivate let output: PhraseSet
        fileprivate let failures: PhraseSet

        init(_ evidence: FailureEvidence, automaton: PhraseAutomaton) {
            page = PageReading(snapshot: evidence.pageSnapshot, title: evidence.pageTitle)
            requests = RequestReading(evidence.network, pageURL: evidence.pageURL)
            pagePhrases = automaton.phrases(in: page.bytes)
            address = automaton.phrases(in: (evidence.pageURL ?? "").foldedBytes(limit: 2048))
            let messages = evidence.console.suffix(100).joined(separator: "\n")
            console = automaton.phrases(in: messages.foldedBytes(limit: 65_536))
            output = automaton.phrases(in: evidence.output.foldedBytes(limit: 65_536))
            failures = automaton.phrases(in: requests.bytes)
        }
    }

    let error: ErrorReading
    let facts: Facts
    private let surroundings: Surroundings
    private let message: PhraseSet
    private let expected: PhraseSet
    private let received: PhraseSet
    private let log: PhraseSet
    private let code: PhraseSet
    private let stack: PhraseSet

    init(error: ErrorReading, in surroundings: Surroundings, automaton: PhraseAutomaton) {
        self.error = error
        self.surroundings = surroundings
        facts = error.facts.union(surroundings.page.facts).union(surroundings.requests.facts)
        message = automaton.phrases(in: error.parts.message)
        expected = automaton.phrases(in: Array(error.expected?.bytes ?? []))
        received = automaton.phrases(in: Array(error.received?.bytes ?? []))
        log = automaton.phrases(in: error.parts.log)
        code = automaton.phrases(in: error.parts.code)
        stack = automaton.phrases(in: error.parts.stack)
    }

    var page: PageReading { surroundings.page }
    var requests: RequestReading { surroundings.requests }

    /// Asked some thousand times a failure, so nothing is copied.
    func says(anyOf phrases: [Int], in part: Part) -> Bool {
        switch part {
        case .message: message.containsAny(of: phrases)
        case .expected: expected.containsAny(of: phrases)
        case .received: received.containsAny(of: phrases)
        case .log: log.containsAny(of: phrases)
        case .code: code.containsAny(of: phrases)
        case .stack: stack.containsAny(of: phrases)
        case .page: surroundings.pagePhrases.containsAny(of: phrases)
        case .address: surroundings.address.containsAny(of: phrases)
        case .console: surroundings.console.containsAny(of: phrases)
        case .output: surroundings.output.containsAny(of: phrases)
        case .requests: surroundings.failures.containsAny(of: phrases)
        }
    }
}
