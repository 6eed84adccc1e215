/// A condition whose phrases are numbers of the automaton.
indirect enum CompiledCondition: Sendable {
    case all([CompiledCondition])
    case any([CompiledCondition])
    case not(CompiledCondition)
    case says(Part, [Int])
    case fact(Fact)
    case status(ClosedRange<Int>)
    case wanted(ClosedRange<Int>)
    case pageStatus(ClosedRange<Int>)
    case requestStatus(ClosedRange<Int>)

    func holds(of view: EvidenceView) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(of: view) }
        case .any(let parts): parts.contains { $0.holds(of: view) }
        case .not(let inner): !inner.holds(of: view)
        case .says(let part, let phrases): view.says(anyOf: phrases, in: part)
        case .fact(let fact): view.facts.contains(fact)
        case .status(let range): view.error.status.map(range.contains) ?? false
        case .wanted(let range): view.error.wantedStatus.map(range.contains) ?? false
        case .pageStatus(let range): view.page.status.map(range.contains) ?? false
        case .requestStatus(let range): view.requests.statuses.contains(where: range.contains)
        }
    }
}

/// Gives every phrase of the rules one number.
struct PhraseBook {
    private(set) var phrases: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func compile(_ condition: Condition) -> CompiledCondition {
        switch condition {
        case .all(let parts): .all(parts.map { compile($0) })
        case .any(let parts): .any(parts.map { compile($0) })
        case .not(let inner): .not(compile(inner))
        case .says(let part, let texts): .says(part, texts.map { number(of: $0) })
        case .fact(let fact): .fact(fact)
        case .status(let range): .status(range)
        case .wanted(let range): .wanted(range)
        case .pageStatus(let range): .pageStatus(range)
        case .requestStatus(let range): .requestStatus(range)
        }
    }

    private mutating func number(of phrase: String) -> Int {
        if let known = numbers[phrase] { return known }
        numbers[phrase] = phrases.count
        phrases.append(phrase)
        return phrases.count - 1
    }
}
