/// A change of code, as blocks of text to be searched for and replaced, in files that were offered.
package struct PatchQuestion: AdviceTask {
    package enum Subject: Hashable, Sendable { case tests, product }

    /// A file that may be changed.
    package struct File: Hashable, Sendable {
        package let path: String
        package let text: String

        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    package struct Answer: Hashable, Sendable, Codable {
        /// Empty: the model would rather not.
        package let blocks: [PatchBlock]
    }

    package static let name = "patch"
    package static let demand = AdviceDemand.code
    private static let fileLimit = 24_000

    package let material: [AdviceMaterial]
    private let subject: Subject
    private let files: [File]

    package init(_ subject: Subject, files: [File], material: [AdviceMaterial]) {
        self.subject = subject
        self.files = files
        self.material =
            material
            + files.enumerated().map {
                AdviceMaterial(
                    name: "file-\($0.offset)", text: "\($0.element.path)\n\($0.element.text)",
                    limitCharacters: Self.fileLimit)
            }
    }

    package var instructions: String {
        let rules =
            switch subject {
            case .tests:
                """
                Repair the test so that it checks the same thing as before. Never weaken, remove or skip an assertion or a \
                test; no fixed waits, no `force`, no `first()`/`nth()`, no mocks, no longer global timeouts, no try/catch. \
                When the app itself is broken, change nothing and answer NONE.
                """
            case .product:
                """
                Repair the bug in the product's code with the smallest change. Touch no test. Add no dependency, address or \
                logging. When you are not sure, change nothing and answer NONE.
                """
            }
        return """
            \(rules)
            The first line of each file's data is its path; it is not part of the file. Lines with a mark for a value that \
            was taken out cannot be searched for. Answer with one or more blocks of \
            exactly this form, and nothing else, or with the single word NONE:

            path/of/file
            <<<<<<< SEARCH
            lines as they stand in the file, enough of them to be found only once
            =======
            lines that replace them
            >>>>>>> REPLACE
            """
    }

    package var form: AnswerForm { .text }
    package var answerTokens: Int { 2000 }

    package func read(_ text: String, shown: [AdviceMaterial]) throws -> Answer {
        let blocks = try PatchBlock.all(in: AnswerText.withoutThinking(text), paths: files.map(\.path))
        // That they apply is part of the answer: what does not is told to the model for one more try.
        if !blocks.isEmpty, try PatchBlocks.apply(blocks, to: files).isEmpty {
            throw AnswerRejected("the blocks together change nothing")
        }
        return Answer(blocks: blocks)
    }
}
