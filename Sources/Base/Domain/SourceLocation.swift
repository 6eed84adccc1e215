/// A place in a source file, as a stack frame names it.
package struct SourceLocation: Hashable, Sendable, Codable {
    /// Path as the tool printed it: absolute in stack frames, relative to the repository once the pipeline has mapped it.
    package let file: String
    /// 1 for the first line.
    package let line: Int
    /// 1 for the first UTF-16 unit of the line; 0 when unknown.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}
