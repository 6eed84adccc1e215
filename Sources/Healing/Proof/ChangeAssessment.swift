package import Domain

/// Who may carry a change out: B is one of the tests, their data or their configuration, C one of the product.
package struct ChangeAssessment: Hashable, Sendable, Codable {
    package let `class`: FixClass
    package let kinds: [ChangeKind]
    /// In sentences, for reviewers.
    package let reasons: [String]
    /// A statement in it destroys data, so that it is proposed by nobody but a person.
    package let isDestructive: Bool

    /// Whether it is one for a person to decide.
    package var isOfProduct: Bool { self.class == .c }

    package init(_ changes: [FileChange]) {
        var kinds: [ChangeKind] = []
        var reasons: [String] = []
        var destroys = false
        for change in changes {
            let file = ChangedFile(change)
            let signs = ChangeRules.all.filter { $0.holds(file) }
            let kind = signs.first?.kind ?? .product
            if !kinds.contains(kind) { kinds.append(kind) }
            reasons.append("\(change.path): \(signs.first?.says ?? "it is code of the product")")
            destroys = destroys || file.mentions(DestructiveStatements.destructive)
        }
        self.kinds = kinds
        self.reasons = reasons
        isDestructive = destroys
        `class` = destroys || kinds.contains(where: \.isOfProduct) || kinds.isEmpty ? .c : .b
    }
}
