import Foundation
import Yams

/// Collects problems while a configuration is read.
final class ConfigurationProblems {
    private(set) var list: [String] = []
    func add(_ problem: String) { list.append(problem) }
}

/// One mapping of `selfheal.yaml`, read key by key. What is wrong is noted with its line, and reading goes on.
struct YAMLSection {
    private let node: Node
    private let path: String
    private let problems: ConfigurationProblems
    private let file: String

    /// Notes keys that nobody knows, with the nearest one that somebody does.
    init(_ node: Node, path: String, file: String, known: [String], problems: ConfigurationProblems) {
        self.node = node
        self.path = path
        self.file = file
        self.problems = problems
        guard node.mapping != nil else {
            if !Self.isNull(node) {
                note(node, "\(path.isEmpty ? "the file" : path) must be a mapping of keys to values")
            }
            return
        }
        for (key, _) in node.mapping ?? [:] {
            guard let name = key.string, !known.contains(name) else { continue }
            let nearest = NearestName.of(name, among: known).map { "did you mean `\($0)`?" }
            note(key, "unknown key `\(full(name))`: \(nearest ?? "known are \(known.joined(separator: ", "))")")
        }
    }

    func section(_ key: String, known: [String]) -> YAMLSection? {
        value(key).map { YAMLSection($0, path: full(key), file: file, known: known, problems: problems) }
    }

    func sections(_ key: String, known: [String]) -> [YAMLSection] {
        guard let value = value(key) else { return [] }
        guard let items = value.sequence else {
            note(value, "`\(full(key))` must be a list")
            return []
        }
        return items.enumerated().map { index, item in
            YAMLSection(item, path: "\(full(key))[\(index)]", file: file, known: known, problems: problems)
        }
    }

    /// Mappings by names that the writer chose, in the order of the file.
    func entries(_ key: String, known: [String]) -> [(name: String, section: YAMLSection)] {
        guard let value = value(key) else { return [] }
        guard let mapping = value.mapping else {
            note(value, "`\(full(key))` must be a mapping of names to mappings")
            return []
        }
        return mapping.compactMap { name, item in
            guard let name = name.string else {
                note(name, "`\(full(key))` must be a mapping of names to mappings")
                return nil
            }
            let path = "\(full(key)).\(name)"
            return (name, YAMLSection(item, path: path, file: file, known: known, problems: problems))
        }
    }

    /// - Parameter mayBeEmpty: an empty text means something there, such as the empty value of a variable.
    func text(_ key: String, mayBeEmpty: Bool = false) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.scalar?.string else {
            note(value, "`\(full(key))` must be a text")
            return nil
        }
        guard mayBeEmpty || !Self.isBlank(text) else {
            note(value, "`\(full(key))` is empty: give it a text, or leave it out")
            return nil
        }
        return text
    }

    func required(_ key: String, example: String) -> String? {
        if value(key) == nil { note(node, "`\(full(key))` is missing, for example \(example)") }
        return text(key)
    }

    func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            note(
                key,
                "`\(full(key))` is `\(text)`: expected a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func amount(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(key) else { return nil }
        guard let number = Double(text), range.contains(number) else {
            note(key, "`\(full(key))` is `\(text)`: expected a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func choices<Choice: RawRepresentable & CaseIterable>(_ key: String) -> [Choice]?
    where Choice.RawValue == String {
        texts(key)?.compactMap { text in
            let choice = Choice(rawValue: text)
            if choice == nil { note(key, "`\(full(key))` has `\(text)`: \(Self.expected(Choice.self, instead: text))") }
            return choice
        }
    }

    /// Address of something on the web.
    /// - Parameter mayHoldVariables: `${NAME}` may stand for parts of it, at its beginning for the server's own address.
    func address(_ key: String, mayHoldVariables: Bool = false) -> String? {
        guard let text = text(key) else { return nil }
        let plain =
            mayHoldVariables
            ? text.replacing(/^\$\{[A-Za-z_][A-Za-z0-9_]*\}/, with: "http://x")
                .replacing(/\$\{[A-Za-z_][A-Za-z0-9_]*\}/, with: "x") : text
        guard let url = URL(string: plain), ["http", "https"].contains(url.scheme), url.host()?.isEmpty == false else {
            // A password may stand in it.
            note(key, "`\(full(key))` must be an address such as http://127.0.0.1:4000/health")
            return nil
        }
        return text
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) -> Choice? where Choice.RawValue == String {
        guard let text = text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            note(key, "`\(full(key))` is `\(text)`: \(Self.expected(Choice.self, instead: text))")
            return nil
        }
        return choice
    }

    private static func expected<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type, instead text: String
    ) -> String where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue)
        let nearest = NearestName.of(text, among: names).map { ", did you mean `\($0)`?" } ?? ""
        return "expected \(names.joined(separator: " or "))\(nearest)"
    }

    /// Seconds from `90s`, `30m`, `2h` or `90d`.
    func seconds(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        let factors: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last, let factor = factors[last], let number = Int(text.dropLast()),
            case (let product, false) = number.multipliedReportingOverflow(by: factor), range.contains(product)
        else {
            note(
                key,
                "`\(full(key))` is `\(text)`: expected a time such as 90s, 30m or 2h, "
                    + "from \(range.lowerBound) to \(range.upperBound) seconds")
            return nil
        }
        return product
    }

    func texts(_ key: String) -> [String]? {
        guard let value = value(key) else { return nil }
        guard let texts = Self.texts(value) else {
            note(value, "`\(full(key))` must be a list of texts")
            return nil
        }
        if texts.contains(where: Self.isBlank) {
            note(value, "`\(full(key))` has an empty text: give it a text, or leave it out")
        }
        return texts
    }

    /// A program and its arguments, of which only the program cannot be empty.
    func command(_ key: String, example: String) -> [String]? {
        guard let value = value(key) else { return nil }
        guard let words = Self.texts(value) else {
            note(value, "`\(full(key))` must be a list of texts")
            return nil
        }
        guard Self.isCommand(words) else {
            note(value, "`\(full(key))` is empty: expected a program and its arguments, for example \(example)")
            return nil
        }
        return words
    }

    func commands(_ key: String) -> [[String]]? {
        guard let value = value(key) else { return nil }
        let commands = value.sequence.map { $0.compactMap(Self.texts) }
        guard let commands, commands.count == value.sequence?.count, commands.allSatisfy(Self.isCommand) else {
            note(
                value,
                "`\(full(key))` must be a list of commands, each a program and its arguments, for example [[npm, ci]]")
            return nil
        }
        return commands
    }

    /// Names of variables of the environment.
    func variableNames(_ key: String) -> [String]? {
        texts(key)?.filter { !Self.isBlank($0) && isVariable($0, in: key) }
    }

    /// Variables of the environment, by their names.
    func variables(_ key: String) -> [String: String]? { dictionary(key)?.filter { isVariable($0.key, in: key) } }

    static func isVariable(_ name: String) -> Bool { name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil }

    private func isVariable(_ name: String, in key: String) -> Bool {
        guard !Self.isVariable(name) else { return true }
        note(key, "`\(full(key))` has `\(name)`, which is no name of a variable: expected one such as BASE_URL")
        return false
    }

    func dictionary(_ key: String) -> [String: String]? {
        guard let value = value(key) else { return nil }
        guard let mapping = value.mapping else {
            note(value, "`\(full(key))` must be a mapping of names to texts")
            return nil
        }
        var result: [String: String] = [:]
        for (name, text) in mapping {
            guard let name = name.string, let text = text.scalar?.string else {
                note(text, "`\(full(key))` must be a mapping of names to texts")
                continue
            }
            result[name] = text
        }
        return result
    }

    func has(_ key: String) -> Bool { value(key) != nil }

    /// The keys that it has, of those named.
    func present(_ keys: [String]) -> [String] { keys.filter(has) }

    /// Notes what is wrong with the whole of it.
    func note(_ problem: String) { note(node, "`\(path)` \(problem)") }

    func note(_ key: String, _ problem: String) { note(value(key) ?? node, problem) }

    private func note(_ node: Node, _ problem: String) {
        problems.add("\(file):\(node.mark?.line ?? 0): \(problem)")
    }

    private func value(_ key: String) -> Node? {
        guard let value = node.mapping?[Node(key)], !Self.isNull(value) else { return nil }
        return value
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private static func isNull(_ node: Node) -> Bool { node.null != nil }

    private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

    private static func isCommand(_ words: [String]) -> Bool { words.first.map { !isBlank($0) } ?? false }

    private static func texts(_ node: Node) -> [String]? {
        guard let items = node.sequence else { return nil }
        let texts = items.compactMap { $0.scalar?.string }
        return texts.count == items.count ? texts : nil
    }
}
