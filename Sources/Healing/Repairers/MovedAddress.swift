package import JavaScript
import Proof

/// An address of the app that the breaking commit replaced, in the places where the suite names it.
package enum MovedAddress {
    /// - Parameters:
    ///   - sources: what the repair may touch.
    ///   - asked: addresses, or texts with them, that the failing test asked for in vain.
    /// - Returns: nil when the commit replaced none of them, or the suite does not write it out.
    package static func change(_ sources: [SourceText], asked: [String], by wording: CommitWording) -> SuiteChange? {
        let moves = wording.texts.filter { move in
            isAddress(move.old) && isAddress(move.new) && move.old.count > 1
                && asked.contains { names(move.old, in: $0) || names(escaped(move.old), in: $0) }
        }
        guard !moves.isEmpty else { return nil }
        var edits: [TextEdit] = []
        var changes: [TextChange] = []
        for source in sources {
            let script = Script(source)
            for (index, token) in script.tokens.enumerated() where !isTitle(index, in: script) {
                guard let (text, change) = moved(script.source.text(in: token.range), token.kind, moves) else {
                    continue
                }
                edits.append(TextEdit(place: SourcePlace(file: source.path, range: token.range), replacement: text))
                if !changes.contains(change) { changes.append(change) }
            }
        }
        guard !edits.isEmpty else { return nil }
        let words = moves.map { "`\($0.old)` became `\($0.new)`" }.joined(separator: ", ")
        return SuiteChange(
            .address, edits: edits, claim: .addresses(changes),
            why: "The commit moved an address of the app: \(words).",
            confidence: 0.85)
    }

    /// A test's name stays, whatever it speaks of.
    private static func isTitle(_ index: Int, in script: Script) -> Bool {
        script.isToken(index - 1, "(")
            && ["test", "it", "describe", "step", "only", "skip"].contains(script.text(index - 2))
    }

    private static func moved(
        _ literal: String, _ kind: Token.Kind, _ moves: [CommitWording.Replacement]
    ) -> (text: String, change: TextChange)? {
        switch kind {
        case .string, .templateWhole:
            guard let value = StringLiteral.value(of: literal), let quote = StringLiteral.quote(of: literal),
                let new = moved(value, moves)
            else { return nil }
            return (StringLiteral.text(of: new, quote: quote), TextChange(from: value, to: new))
        case .regularExpression:
            for move in moves {
                let (old, new) = (escaped(move.old), escaped(move.new))
                guard let place = literal.firstRange(of: old), isEnd(literal[place.upperBound...]) else { continue }
                let text = literal.replacingCharacters(in: place, with: new)
                return (text, TextChange(from: literal, to: text))
            }
            return nil
        default: return nil
        }
    }

    /// `/cart`, `/cart/3`, `/cart?a`, `#/cart`, `**/cart` and `http://host/cart` name `/cart`; `/carts` does not.
    private static func moved(_ value: String, _ moves: [CommitWording.Replacement]) -> String? {
        for move in moves {
            guard let place = value.firstRange(of: move.old), isEnd(value[place.upperBound...]),
                value[..<place.lowerBound].allSatisfy({ !$0.isWhitespace })
            else { continue }
            let head = value[..<place.lowerBound]
            guard head.isEmpty || head == "#" || head == "." || head.contains("://") || head.allSatisfy({ $0 == "*" })
            else { continue }
            return value.replacingCharacters(in: place, with: move.new)
        }
        return nil
    }

    private static func names(_ address: String, in text: String) -> Bool {
        text.firstRange(of: address).map { isEnd(text[$0.upperBound...]) } ?? false
    }

    private static func isEnd(_ rest: Substring) -> Bool {
        rest.first.map { "/?#$\\)\"".contains($0) } ?? true
    }

    private static func escaped(_ address: String) -> String { address.replacing("/", with: "\\/") }

    private static func isAddress(_ text: String) -> Bool {
        (text.hasPrefix("/") || text.hasPrefix("#/")) && !text.contains(where: { $0.isWhitespace || "<>".contains($0) })
            && !text.hasPrefix("//")
    }
}

extension CommitWording {
    /// Leaves out moves to addresses that the app itself was refused in the failing run: whoever leads there mistyped
    /// it, or moved one half of it alone.
    /// - Parameter refused: full addresses that were answered with "not there".
    package func withoutMoves(to refused: [String]) -> CommitWording {
        let paths = refused.map(Self.path)
        return filteringTexts { move in
            let new = Self.path(move.new)
            // The app may be hung below a path of which its links say nothing.
            return new.count < 2 || !new.hasPrefix("/") || !paths.contains { $0.hasSuffix(new) }
        }
    }

    /// Without host, query and fragment, and without a stroke at its end.
    private static func path(_ address: String) -> Substring {
        var rest = address[...]
        if let host = rest.firstRange(of: "://") {
            rest = rest[host.upperBound...].drop { $0 != "/" }
        }
        return rest.prefix { !"?#".contains($0) }.withoutLastSlash
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
