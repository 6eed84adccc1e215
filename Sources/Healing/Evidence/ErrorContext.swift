package import Domain

/// What Playwright writes of a failed test for readers without a browser, from version 1.51: `error-context.md`, or, for its own
/// report, no more than the page as a value of JSON.
package struct ErrorContext: Hashable, Sendable {
    /// File and titles, joined with ` >> `; nil when the section is missing.
    package let testName: String?
    /// Relative to the project as reported.
    package let location: SourceLocation?
    package let errorDetails: String
    /// The page as an accessibility tree in YAML: of the whole page, or of what the failed locator points into.
    package let pageSnapshot: String?
    package let testSource: String?
    /// Why nothing of it could be read, for example since it was cut; nil when something was.
    package let problem: String?

    /// Bytes beyond this are not read.
    package static let limitBytes = 2 << 20

    /// Never fails: what is not there stays empty.
    package init(_ bytes: [UInt8]) {
        let bytes = bytes.prefix(Self.limitBytes)
        if bytes.first == UInt8(ascii: "{") { self.init(json: Array(bytes)) } else { self.init(markdown: bytes) }
    }

    private init(json bytes: [UInt8]) {
        var parser = JSONParser(bytes)
        let value: JSON?
        do {
            value = try parser.value()
            problem = nil
        } catch {
            value = nil
            problem = "the page cannot be read, at byte \(error.offset): \(error.reason)"
        }
        testName = nil
        location = nil
        errorDetails = ""
        pageSnapshot = value?["pageSnapshot"]?.string.map(ANSIText.stripped)
        testSource = nil
    }

    private init(markdown bytes: ArraySlice<UInt8>) {
        let text = ANSIText.stripped(String(decoding: bytes, as: UTF8.self))
        let sections = MarkdownSection.all(in: text)
        func section(_ title: String) -> MarkdownSection? { sections.first { $0.title == title } }
        let info = section("Test info")
        testName = info?.item("Name")
        location = info?.item("Location").flatMap(SourceLocation.init(text:))
        let details = section("Error details")
        errorDetails = details?.blocks.first { $0.language.isEmpty }?.text ?? details?.text ?? ""
        // An assertion's own snapshot stands among the error details.
        pageSnapshot =
            section("Page snapshot")?.blocks.first?.text ?? details?.blocks.first { $0.language == "yaml" }?.text
        testSource = section("Test source")?.blocks.first?.text
        problem = nil
    }
}

/// A heading of the first level with what follows it.
private struct MarkdownSection {
    struct Block { let language: String, text: String }
    let title: String
    private(set) var blocks: [Block] = []
    private var lines: [Substring] = []

    var text: String { lines.joined(separator: "\n") }

    func item(_ name: String) -> String? {
        lines.first { $0.hasPrefix("- \(name): ") }.map { String($0.dropFirst(name.count + 4)) }
    }

    /// Headings within fenced blocks are text.
    static func all(in text: String) -> [MarkdownSection] {
        var sections: [MarkdownSection] = []
        var block: (language: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let open = block {
                if line == "```" {
                    sections.appendBlock(Block(language: open.language, text: open.lines.joined(separator: "\n")))
                    block = nil
                } else {
                    block?.lines.append(line)
                }
            } else if line.hasPrefix("```") {
                block = (String(line.dropFirst(3)), [])
            } else if line.hasPrefix("# ") {
                sections.append(MarkdownSection(title: String(line.dropFirst(2))))
            } else if !sections.isEmpty {
                sections[sections.count - 1].lines.append(line)
            }
        }
        // A file that was cut short ends within a block.
        if let block {
            sections.appendBlock(Block(language: block.language, text: block.lines.joined(separator: "\n")))
        }
        return sections
    }

    private init(title: String) { self.title = title }

    fileprivate mutating func add(_ block: Block) { blocks.append(block) }
}

extension [MarkdownSection] {
    fileprivate mutating func appendBlock(_ block: MarkdownSection.Block) {
        if !isEmpty { self[count - 1].add(block) }
    }
}

extension SourceLocation {
    /// Reads `file:line:column`.
    fileprivate init?(text: String) {
        let parts = text.split(separator: ":")
        guard parts.count >= 3, let column = Int(parts[parts.count - 1]), let line = Int(parts[parts.count - 2]) else {
            return nil
        }
        self.init(file: parts.dropLast(2).joined(separator: ":"), line: line, column: column)
    }
}
