import JavaScript

/// The option of a call that says how long it may wait.
struct TimeoutOption {
    let script: Script
    let call: CallChain.Link
    /// nil where the call has none.
    let options: CallChain.Argument?

    /// - Returns: nil when the call waits as long already, or nobody can tell from its text.
    func edit(waiting milliseconds: Int) -> TextEdit? {
        guard let parentheses = call.argumentsRange, let arguments = call.arguments else { return nil }
        guard let options else {
            let end = arguments.last?.range.upperBound ?? parentheses.upperBound - 1
            return TextEdit(
                place: place(end..<end),
                replacement: (arguments.isEmpty ? "" : ", ") + "{ timeout: \(milliseconds) }")
        }
        if let known = options.literal["timeout"] {
            guard let number = known.number, number < Double(milliseconds) else { return nil }
            return TextEdit(place: place(known.range), replacement: "\(milliseconds)")
        }
        // Behind the other options.
        guard let end = options.literal.properties.map(\.range.upperBound).max() else { return nil }
        return TextEdit(place: place(end..<end), replacement: ", timeout: \(milliseconds)")
    }

    private func place(_ range: Range<Int>) -> SourcePlace { SourcePlace(file: script.path, range: range) }
}
