import Domain
import Foundation

extension ConfigurationFile {
    /// The environment of the process, with what the file says of variables that it does not set.
    func environment(over process: [String: String]) -> [String: String] {
        // A variable that a file of variables lists without a value is not set.
        variables.merging(process.filter { !$0.value.isEmpty }) { $1 }
    }

    /// What the environment says wins over the file.
    func overridden(by environment: [String: String]) throws -> ConfigurationFile {
        var result = self
        var problems: [String] = []
        func read<Value>(_ name: String, _ expected: String, _ parse: (String) -> Value?) -> Value? {
            guard let text = environment[name], !text.isEmpty else { return nil }
            if let value = parse(text) { return value }
            problems.append("\(name)=\(text): expected \(expected)")
            return nil
        }
        func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
            read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
                Int(text).flatMap { range.contains($0) ? $0 : nil }
            }
        }
        func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
        where Choice.RawValue == String {
            read(name, Choice.allCases.map(\.rawValue).joined(separator: " or ")) { Choice(rawValue: $0) }
        }
        result.workers = number("SELFHEAL_WORKERS", in: 1...64) ?? workers
        result.limits.autoFixesPerRun =
            number("SELFHEAL_AUTO_FIXES_PER_RUN", in: Self.autoFixes) ?? limits.autoFixesPerRun
        result.limits.pullRequestsPerWeek =
            number("SELFHEAL_PULL_REQUESTS_PER_WEEK", in: Self.pullRequests) ?? limits.pullRequestsPerWeek
        result.models.mode = choice("SELFHEAL_LLM") ?? models.mode
        result.models.privacy = choice("SELFHEAL_LLM_PRIVACY") ?? models.privacy
        result.models.budget.callsPerRun =
            number("SELFHEAL_LLM_CALLS_PER_RUN", in: Self.calls) ?? models.budget.callsPerRun
        result.models.budget.perRunUSD =
            read("SELFHEAL_LLM_BUDGET_USD", "US dollars, from 0 to \(Self.dollars.upperBound)") { text in
                Double(text).flatMap { Self.dollars.contains($0) ? $0 : nil }
            } ?? models.budget.perRunUSD
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
        return result
    }
}
