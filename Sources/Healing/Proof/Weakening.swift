/// One way in which a patch makes a suite promise less, told for readers.
package struct Weakening: Hashable, Sendable {
    package enum Subject: Hashable, Sendable { case tests, assertions, actions, hazard(Hazard.Kind) }

    package let subject: Subject
    package let file: String
    package let line: Int
    package let text: String

    package var sentence: String { "\(file):\(line): \(text)" }
}

/// A text, or a pattern with its slashes, that the app changed on purpose.
package struct TextChange: Hashable, Sendable, Codable {
    package let from: String
    package let to: String

    package init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}
