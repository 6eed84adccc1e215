import Evidence

/// The part of XPath 1.0 that tests use: child and descendant steps, `..`, and predicates on position, attributes and text.
/// Anything else is not read. Like Playwright, it does not look into shadow trees.
struct PathExpression: Sendable {
    enum Predicate: Sendable {
        case position(Int), last
        case attribute(String), attributeEquals(String, String), attributeContains(String, String)
        case textEquals(String), normalizedEquals(String), textContains(String)
    }
    struct Step: Sendable {
        let isDeep: Bool
        /// Nil for the parent step `..`.
        let tag: String?
        let predicates: [Predicate]
    }
    let steps: [Step]

    init?(_ text: String) {
        var scanner = CharacterScanner(text)
        var steps: [Step] = []
        guard scanner.next == "/" || scanner.next == "." else { return nil }
        while !scanner.isAtEnd {
            var isDeep = false
            if scanner.take("/") { isDeep = scanner.take("/") }
            if scanner.take("..") || steps.isEmpty && !isDeep && scanner.take(".") {
                steps.append(Step(isDeep: false, tag: nil, predicates: []))
                continue
            }
            let tag = scanner.take("*") ? "*" : scanner.identifier().lowercased()
            guard !tag.isEmpty, let predicates = Self.predicates(&scanner) else { return nil }
            guard scanner.isAtEnd || scanner.next == "/" else { return nil }
            steps.append(Step(isDeep: isDeep, tag: tag, predicates: predicates))
        }
        guard !steps.isEmpty else { return nil }
        self.steps = steps
    }

    func elements(in scope: SearchScope, of page: PageSnapshot) -> [Int] {
        var current = [scope]
        for step in steps {
            var found: [Int] = []
            for place in current {
                if step.tag == nil {
                    if let parent = place.element(in: page).flatMap({ page.parentElement($0) }) { found.append(parent) }
                    continue
                }
                // `//x[1]` is the first x of each parent, not of the page.
                let parents = step.isDeep ? [place] + page.lightElements(in: place).map { .node($0) } : [place]
                for parent in parents { found += select(step, below: parent, of: page) }
            }
            current = Set(found).sorted().map { .node($0) }
        }
        return current.compactMap { $0.element(in: page) }
    }

    private func select(_ step: Step, below scope: SearchScope, of page: PageSnapshot) -> [Int] {
        let children: [Int]
        switch scope {
        case .mainDocument: children = page.nodes.isEmpty ? [] : [0]
        case .node(let id): children = page.childElements(id)
        }
        var chosen = children.filter { step.tag == "*" || page.tag($0) == step.tag }
        for predicate in step.predicates {
            chosen = chosen.enumerated().filter { position, id in
                holds(predicate, id, position: position + 1, count: chosen.count, in: page)
            }.map(\.element)
        }
        return chosen
    }

    private func holds(_ predicate: Predicate, _ id: Int, position: Int, count: Int, in page: PageSnapshot) -> Bool {
        switch predicate {
        case .position(let wanted): position == wanted
        case .last: position == count
        case .attribute(let name): page.attribute(name, of: id) != nil
        case .attributeEquals(let name, let value): page.attribute(name, of: id) == value
        case .attributeContains(let name, let part): page.attribute(name, of: id)?.contains(part) ?? part.isEmpty
        case .textEquals(let text): ElementText.immediate(id, in: page).contains(text)
        case .normalizedEquals(let text): page.textContent(id).whitespaceNormalized == text
        case .textContains(let part): (ElementText.immediate(id, in: page).first ?? "").contains(part)
        }
    }

    private static func predicates(_ scanner: inout CharacterScanner) -> [Predicate]? {
        var predicates: [Predicate] = []
        while scanner.take("[") {
            guard let predicate = predicate(&scanner), scanner.take("]") else { return nil }
            predicates.append(predicate)
        }
        return predicates
    }

    private static func predicate(_ scanner: inout CharacterScanner) -> Predicate? {
        if scanner.take("last()") { return .last }
        if let next = scanner.next, next.isASCII, next.isNumber {
            return Int(scanner.run(while: \.isNumber)).map { .position($0) }
        }
        if scanner.take("contains(") {
            let name = scanner.take("@") ? scanner.identifier() : scanner.take("text()") ? "" : nil
            scanner.skipSpaces()
            guard let name, scanner.take(",") else { return nil }
            scanner.skipSpaces()
            guard let part = scanner.quoted(escape: { _ in "\\" }), scanner.take(")") else { return nil }
            return name.isEmpty ? .textContains(part) : .attributeContains(name, part)
        }
        let subject: String
        if scanner.take("@") {
            subject = scanner.identifier()
            if scanner.next == "]" { return .attribute(subject) }
        } else if scanner.take("text()") {
            subject = "text"
        } else if scanner.take("normalize-space()") || scanner.take("normalize-space(.)") {
            subject = "normalized"
        } else {
            return nil
        }
        let isAttribute = subject != "text" && subject != "normalized"
        scanner.skipSpaces()
        guard scanner.take("=") else { return nil }
        scanner.skipSpaces()
        guard let value = scanner.quoted(escape: { _ in "\\" }) else { return nil }
        if isAttribute { return .attributeEquals(subject, value) }
        return subject == "text" ? .textEquals(value) : .normalizedEquals(value)
    }
}
