/// Everything that is wrong with the configuration, each problem with its place, so that all can be mended at once.
/// Never has a secret's value in it.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    let problems: [String]

    var description: String {
        problems.count == 1
            ? "configuration: \(problems[0])"
            : "configuration has \(problems.count) problems:\n" + problems.map { "  - \($0)" }.joined(separator: "\n")
    }
}
