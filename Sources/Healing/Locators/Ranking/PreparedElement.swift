/// A fingerprint in the forms that comparisons need, worked out once for each element.
struct PreparedElement: Sendable {
    let tag: String, id: String, name: String, type: String, role: String, testID: String
    let kind: ElementKind
    let idBytes: [UInt8], testIDBytes: [UInt8]
    let classes: WordSet
    /// The wording: text, else what is visible, else the accessible name.
    let text: String
    let textBytes: [UInt8]
    let words: WordSet
    /// Words of wording and identifiers together: what an icon is called by its class, a former button said by its text.
    let vocabulary: WordSet
    let link: String
    /// Links of one site begin alike and differ at the end.
    let linkEnd: [UInt8]
    /// Steps with positions, and their tags alone.
    let path: [UInt64], tags: [UInt64]
    /// The id that the indexed path begins with, and the steps after it.
    let anchor: String, anchored: [UInt64]
    let listStep: String
    let box: Box?
    let neighbours: WordSet
    let sides: [WordSet]
    let hints: [String: [UInt8]]
    let context: WordSet
    let autocomplete: String

    struct Box: Sendable { let x: Double, y: Double, width: Double, height: Double }

    init(_ fingerprint: ElementFingerprint) {
        tag = fingerprint["tag"].lowercased()
        id = fingerprint["id"]
        name = fingerprint["name"]
        type = fingerprint["type"].lowercased()
        role = fingerprint["role"]
        testID = fingerprint["testId"]
        autocomplete = fingerprint["autocomplete"]
        kind = ElementKind(tag: tag, role: role, type: type)
        idBytes = Self.bytes(id.lowercased())
        testIDBytes = Self.bytes(testID.lowercased())
        let classNames = fingerprint["class"].split(whereSeparator: \.isWhitespace)
        classes = WordSet(hashes: classNames.map(WordSet.hash))
        text =
            ["text", "visibleText", "accessibleName"].lazy.map { Wording.normalized(fingerprint[$0]) }
            .first { !$0.isEmpty } ?? ""
        textBytes = Self.bytes(text)
        words = WordSet(hashes: Wording.words(text))
        link = Self.comparableLink(fingerprint["href"])
        linkEnd = Array(link.utf8.suffix(EditDistance.limit))
        let steps = fingerprint["xpath"].split(separator: "/")
        path = steps.map(WordSet.hash)
        tags = steps.map { WordSet.hash(Self.tagOfStep($0)) }
        let (anchor, rest) = Self.anchoredPath(fingerprint["indexedXPath"])
        self.anchor = anchor
        anchored = rest.map(WordSet.hash)
        listStep = steps.last { ["li", "tr", "td", "option"].contains(Self.tagOfStep($0)) }.map(String.init) ?? ""
        box = Self.box(fingerprint)
        func said(in name: String) -> [UInt64] { Wording.words(Wording.normalized(fingerprint[name])) }
        let sides = ["Above", "Below", "Left", "Right"].map { said(in: "neighborText" + $0) }
        self.sides = sides.map(WordSet.init)
        neighbours = WordSet(hashes: sides.joined() + said(in: "neighborText"))
        context = WordSet(hashes: said(in: "context"))
        let hintNames = ["placeholder", "alt", "title", "label"]
        hints = hintNames.reduce(into: [:]) { hints, name in
            let text = Wording.normalized(fingerprint[name])
            if !text.isEmpty { hints[name] = Self.bytes(text) }
        }
        let identifiers = [id[...], name[...], testID[...], rest.isEmpty ? anchor[...] : ""] + classNames
        vocabulary = WordSet(
            hashes: identifiers.flatMap(Wording.identifierWords) + Wording.words(text, minimumLength: 2)
                + hintNames.flatMap(said) + said(in: "accessibleName"))
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8.prefix(EditDistance.limit)) }

    /// Host and path: queries carry campaign and session marks.
    private static func comparableLink(_ text: String) -> String {
        var link = text[...]
        for prefix in ["https://", "http://", "www."] where link.hasPrefix(prefix) {
            link = link.dropFirst(prefix.count)
        }
        link = link.prefix { $0 != "#" && $0 != "?" }
        while link.hasSuffix("/") { link = link.dropLast() }
        // A link that is only a query or a fragment, or the root, is told apart by the whole of it.
        return link.isEmpty ? text : String(link)
    }

    private static func tagOfStep(_ step: Substring) -> String { step.prefix { $0 != "[" }.lowercased() }

    /// `//*[@id='x']/a[1]` and `id("x")/a[1]` begin with an id, other paths do not.
    private static func anchoredPath(_ text: String) -> (String, [Substring]) {
        for prefix in ["//*[@id=", "id("] where text.hasPrefix(prefix) {
            let quoted = text.dropFirst(prefix.count)
            guard let quote = quoted.first, let end = quoted.dropFirst().firstIndex(of: quote) else { continue }
            let rest = quoted[end...].dropFirst().drop { $0 == "]" || $0 == ")" }
            return (String(quoted.dropFirst()[..<end]), rest.split(separator: "/"))
        }
        return ("", text.split(separator: "/"))
    }

    private static func box(_ fingerprint: ElementFingerprint) -> Box? {
        let numbers = ["x", "y", "width", "height"].compactMap { Double(fingerprint[$0]) }
        guard numbers.count == 4 else { return nil }
        return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}
