package import Foundation

/// One case of `selfheal locate`: a remembered element and the candidates for it.
package struct LocateCase: Sendable {
    package struct Candidate: Sendable {
        package let key: String
        package let fingerprint: ElementFingerprint
    }
    package let target: ElementFingerprint
    package let candidates: [Candidate]

    /// What is wrong with a case, for the person who wrote it.
    package struct Invalid: Error, Equatable, CustomStringConvertible {
        /// 1 for the first line.
        package let line: Int
        package let problem: String
        package var description: String { "line \(line): \(problem)" }
    }

    /// Cases of a `.jsonl` file, one a line, or the one case of a `.json` document. Empty lines are left out.
    package static func cases(in data: Data) -> [Result<LocateCase, Invalid>] {
        if let whole = try? LocateCase(data, line: 1) { return [.success(whole)] }
        return data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
            index, line in
            guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return nil }
            return Result { () throws(Invalid) in try LocateCase(Data(line), line: index + 1) }
        }
    }

    /// - Parameter line: the place of the document in its file, for the error.
    package init(_ document: Data, line: Int) throws(Invalid) {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: document)
        } catch {
            throw Invalid(line: line, problem: "not a JSON object: expected {\"target\": {..}, \"candidates\": [..]}")
        }
        guard let root = value as? [String: Any] else {
            throw Invalid(line: line, problem: "expected an object with \"target\" and \"candidates\"")
        }
        target = try Self.fingerprint(root["target"], called: "target", line: line)
        guard let list = root["candidates"] as? [Any] else {
            throw Invalid(line: line, problem: "\"candidates\" is missing or not a list")
        }
        var candidates: [Candidate] = []
        for (position, entry) in list.enumerated() {
            guard let entry = entry as? [String: Any], let key = entry["key"] as? String else {
                throw Invalid(line: line, problem: "candidates[\(position)] has no \"key\" that is text")
            }
            let place = "candidates[\(position)].attributes"
            candidates.append(
                Candidate(key: key, fingerprint: try Self.fingerprint(entry["attributes"], called: place, line: line)))
        }
        self.candidates = candidates
    }

    private static func fingerprint(
        _ value: Any?, called name: String, line: Int
    ) throws(Invalid) -> ElementFingerprint {
        guard let object = value as? [String: Any] else {
            throw Invalid(line: line, problem: "\"\(name)\" is missing or not an object of attributes")
        }
        var attributes: [String: String] = [:]
        for (attribute, value) in object {
            switch value {
            case is NSNull: continue
            case let text as String: attributes[attribute] = text
            case let number as NSNumber: attributes[attribute] = number.stringValue
            default: throw Invalid(line: line, problem: "\"\(name).\(attribute)\" is neither text nor a number")
            }
        }
        return ElementFingerprint(attributes: attributes)
    }

    /// The answer to one case.
    package struct Answer: Codable, Equatable, Sendable {
        package struct Rank: Codable, Equatable, Sendable {
            package let key: String, score: Double
        }
        package let choice: String?, confidence: Double, ranking: [Rank], why: String

        /// One line of JSON; `choice` is written as null when there is none.
        package func line() throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }

        /// For people: the choice and the reason, then the candidates, the best first.
        package var text: String {
            let chosen = choice.map { "\($0)  \(confidence)" } ?? "none"
            return ([chosen, "  \(why)"] + ranking.map { "    \($0.score)  \($0.key)" }).joined(separator: "\n")
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(choice, forKey: .choice)
            try container.encode(confidence, forKey: .confidence)
            try container.encode(ranking, forKey: .ranking)
            try container.encode(why, forKey: .why)
        }
    }

    /// - Parameter always: never refuses as long as there is a candidate.
    package func answer(always: Bool = false) -> Answer {
        let choice = Ranking.choose(target: target, candidates: candidates.map(\.fingerprint), always: always)
        return Answer(
            choice: choice.index.map { candidates[$0].key }, confidence: Self.rounded(choice.confidence),
            ranking: choice.ranking.map { Answer.Rank(key: candidates[$0.index].key, score: Self.rounded($0.score)) },
            why: choice.reason)
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
