/// Rows of text in columns, each as wide as what stands in it and never wider than its limit.
struct TextTable {
    struct Column {
        let title: String
        /// In places of a terminal; longer text is cut.
        let limit: Int
        /// Numbers end at one edge.
        let isNumber: Bool

        init(_ title: String, limit: Int, isNumber: Bool = false) {
            self.title = title
            self.limit = limit
            self.isNumber = isNumber
        }
    }

    private let columns: [Column]
    private let widths: [Int]
    private static let gap = "  "

    /// - Parameter rows: all that will be asked for, with a text for each column.
    init(columns: [Column], rows: [[String]]) {
        self.columns = columns
        widths = columns.indices.map { place in
            let texts = [columns[place].title] + rows.map { $0[place] }
            return min(
                columns[place].limit, texts.map { TerminalText.width(of: TerminalText.printable($0)) }.max() ?? 0)
        }
    }

    var header: String { line(columns.map(\.title)) }

    /// Without blanks at its end.
    func line(_ row: [String]) -> String {
        let cells = row.indices.map { place in
            let text = TerminalText.beginning(of: TerminalText.printable(row[place]), width: widths[place])
            let blanks = String(repeating: " ", count: widths[place] - TerminalText.width(of: text))
            return columns[place].isNumber ? blanks + text : text + blanks
        }
        let line = cells.joined(separator: Self.gap)
        return String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
    }
}
