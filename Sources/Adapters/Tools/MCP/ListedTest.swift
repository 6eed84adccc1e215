import Pipeline

/// A line of the runner's list: `[id=6f…-3c…] [project=desk] › new-ticket.spec.ts:12:1 › tickets › creates one @smoke`.
struct ListedTest: Hashable {
    let id: String
    /// Empty when the suite has but one without a name.
    let project: String
    /// Relative to the folder of the tests.
    let file: String
    /// Titles joined with ` › `; tags may follow.
    let title: String

    init?(_ line: Substring) {
        let expression = /\s*\[id=([^\]]+)\] (?:\[(?:project=)?(.+?)\] › )?(.+?):\d+:\d+ › (.+)/
        guard let match = line.wholeMatch(of: expression) else { return nil }
        id = String(match.output.1)
        project = match.output.2.map(String.init) ?? ""
        file = String(match.output.3)
        title = String(match.output.4)
    }

    /// - Throws: `LivePageUnavailable` when the list does not name exactly one such test.
    static func id(of test: TestSelection, project: String, in list: String) throws -> String {
        let title = test.titles.joined(separator: " › ")
        let similar = list.split(whereSeparator: \.isNewline).compactMap(ListedTest.init).filter { listed in
            listed.project == project && ("/" + test.file).hasSuffix("/" + listed.file) && listed.isCalled(title)
        }
        // `login.spec.ts` may also end the path of `admin/login.spec.ts`.
        let longest = similar.map(\.file.count).max()
        let found = similar.filter { $0.file.count == longest }
        guard found.count == 1 else {
            let count = found.isEmpty ? "does not know" : "knows \(found.count) tests like"
            throw LivePageUnavailable("the runner \(count) `\(title)` in \(test.file), project \(project)")
        }
        return found[0].id
    }

    private func isCalled(_ wanted: String) -> Bool {
        guard title.hasPrefix(wanted) else { return false }
        return title.dropFirst(wanted.count).split(separator: " ").allSatisfy { $0.hasPrefix("@") }
    }
}
