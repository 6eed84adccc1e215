import Evidence
import Locators

/// What a user would close an overlay by. What closes without agreeing comes first; a button that is all there is to
/// press may say what it likes.
struct OverlayCloser {
    private let index: PageIndex
    private let inside: [PageSnapshot.NodeID]
    private let isWholePage: Bool

    private static let closing: Set<String> = [
        "close", "dismiss", "no thanks", "no, thanks", "not now", "skip", "skip tour", "later", "maybe later",
        "remind me later",
        "×", "x", "✕",
    ]
    private static let rejecting: Set<String> = [
        "reject", "reject all", "decline", "only necessary", "necessary only", "hide",
    ]
    private static let agreeing: Set<String> = [
        "ok", "okay", "got it", "accept", "accept all", "allow", "allow all", "agree", "i agree", "understood",
        "i understand", "continue",
    ]
    /// What a consent is about, and nothing else: an invitation or an order is no cookie.
    private static let consentWords: Set<String> = [
        "all", "cookie", "cookies", "optional", "non", "essential", "necessary", "only", "and", "close", "continue",
        "the",
    ]
    private static let consentRefusals: Set<String> = ["reject", "decline", "refuse", "only", "essential", "necessary"]
    private static let consentAgreements: Set<String> = ["accept", "allow", "agree"]
    /// First words of what closes, as in `Skip the tour` and `No, keep it`.
    private static let refusals: Set<String> = ["close", "dismiss", "skip", "not", "no"]
    /// Words of what leads away, does something or tries it again, as the only button below a failure does.
    private static let acting: Set<String> = [
        "again", "apply", "back", "buy", "call", "clear", "confirm", "contact", "delete", "discard", "empty", "home",
        "leave", "log", "login", "order", "overwrite", "pay", "publish", "refresh", "register", "reload", "remove",
        "renew", "replace", "reset", "restart", "restore", "retry", "save", "send", "sign", "stop", "submit",
        "subscribe", "support", "undo", "update", "upgrade",
    ]

    init(_ root: PageSnapshot.NodeID, in index: PageIndex) {
        self.index = index
        inside = index.page.descendants(of: root)
        isWholePage = ["html", "body", "main"].contains(index.page.tag(root))
    }

    /// nil when nothing in it clearly closes it.
    var button: PageSnapshot.NodeID? {
        let buttons = inside.filter { index.role(of: $0) == "button" }
        let controls = inside.filter { ["button", "link"].contains(index.role(of: $0)) }
        return controls.first { Self.closing.contains(label($0)) }
            // A link that only begins so leads somewhere.
            ?? buttons.first { Self.refuses(label($0)) }
            ?? controls.first { Self.rejecting.contains(label($0)) || consents(label($0), Self.consentRefusals) }
            ?? controls.first { Self.agreeing.contains(label($0)) || consents(label($0), Self.consentAgreements) }
            ?? only(buttons)
    }

    private func only(_ buttons: [PageSnapshot.NodeID]) -> PageSnapshot.NodeID? {
        guard buttons.count == 1, !isWholePage, !inside.contains(where: isField) else { return nil }
        let words = ElementTraits.tokens(label(buttons[0]))
        let isEnabled = index.page.attributes(buttons[0])["disabled"] == nil
        return isEnabled && !words.isEmpty && words.isDisjoint(with: Self.acting) ? buttons[0] : nil
    }

    /// `Reject all cookies`, `Essential only`.
    private func consents(_ label: String, _ beginnings: Set<String>) -> Bool {
        let words = label.split { !$0.isLetter }.map(String.init)
        return words.first.map(beginnings.contains) == true && words.dropFirst().allSatisfy(Self.consentWords.contains)
    }

    /// A question is none: `Not a member?`
    private static func refuses(_ label: String) -> Bool {
        let words = label.split { !$0.isLetter && $0 != "'" }
        return words.count <= 4 && !label.contains("?") && words.first.map { refusals.contains(String($0)) } == true
    }

    private func isField(_ node: PageSnapshot.NodeID) -> Bool {
        let role = index.role(of: node)
        return ["input", "select", "textarea"].contains(index.page.tag(node)) && role != "button"
            || ["textbox", "combobox", "checkbox", "radio", "switch", "slider"].contains(role)
    }

    private func label(_ node: PageSnapshot.NodeID) -> String {
        index.accessibleName(of: node).lowercased().trimmingSigns
    }
}

extension String {
    /// Without signs at its ends, but for a cross that is all there is.
    fileprivate var trimmingSigns: String {
        count < 2 ? self : String(drop { ".!… ".contains($0) }.reversed().drop { ".!… →".contains($0) }.reversed())
    }
}
