/// One thing that a proof looked at; the shape of `proof.checks` in the report.
package struct ProofCheck: Hashable, Sendable, Codable {
    package let name: String
    package let passed: Bool
    /// What was found, in sentences; every violation names file and line.
    package let text: String

    package init(name: String, passed: Bool, text: String) {
        self.name = name
        self.passed = passed
        self.text = text
    }

    /// Passed when there are no problems; more than 20 are counted, not told.
    init(name: String, problems: [String], otherwise: String) {
        let told = problems.prefix(20) + (problems.count > 20 ? ["and \(problems.count - 20) more"] : [])
        self.init(
            name: name, passed: problems.isEmpty, text: problems.isEmpty ? otherwise : told.joined(separator: "\n"))
    }
}
