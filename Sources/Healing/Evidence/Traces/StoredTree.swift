/// The nodes of a stored snapshot, numbered the way Playwright numbers them: children before their parent, so that
/// "node 7 of the snapshot before the last" can be looked up. Source: `snapshotNodes` of Playwright's snapshot renderer.
struct StoredTree: Sendable {
    enum Child: Sendable {
        case node(Int)
        /// The same subtree as in an earlier snapshot of this frame; 0 back is this snapshot.
        case reference(snapshotsBack: Int, node: Int)
    }
    struct Element: Sendable {
        var name: String
        var attributes: [JSON.Member] = []
        var children: [Child] = []
    }
    enum Node: Sendable {
        case text(String)
        case element(Element)
    }

    private(set) var nodes: [Node] = []
    private(set) var root: Child?
    private var links = 0

    /// Reads `["DIV", {"class": "a"}, "text", [[1, 7]], ...]`. What is none of these is passed over, as the viewer does.
    /// Without recursion: pages nest as deep as they like.
    init(_ html: [UInt8], nodeLimit: Int) throws(Failure) {
        var parser = JSONParser(html)
        var open: [Element] = []
        do {
            repeat {
                guard links + open.count <= nodeLimit else { throw Failure.tooManyNodes }
                try parse(&parser, &open)
            } while !open.isEmpty
        } catch let failure as JSONParser.Failure {
            throw .unreadable(failure)
        } catch {
            throw .tooManyNodes
        }
    }

    enum Failure: Error {
        case tooManyNodes
        case unreadable(JSONParser.Failure)
    }

    private mutating func parse(_ parser: inout JSONParser, _ open: inout [Element]) throws(JSONParser.Failure) {
        switch parser.peek() {
        case UInt8(ascii: "\""): add(.text(try parser.string()), to: &open)
        case UInt8(ascii: "["):
            parser.advance()
            try parseStart(&parser, &open)
        case UInt8(ascii: "]"):
            parser.advance()
            guard let element = open.popLast() else { throw parser.failure("a node was expected") }
            add(.element(element), to: &open)
        case UInt8(ascii: ","): parser.advance()
        case nil: throw parser.failure("it ends too early")
        default: try parser.skip()
        }
    }

    /// What follows an opening bracket: a reference, an element's name and attributes, or nothing that we know.
    private mutating func parseStart(_ parser: inout JSONParser, _ open: inout [Element]) throws(JSONParser.Failure) {
        switch parser.peek() {
        case UInt8(ascii: "["):
            var numbers: [Double] = []
            try parser.elements { parser throws(JSONParser.Failure) in numbers.append(try parser.value().double ?? -1) }
            guard parser.peek() == UInt8(ascii: "]") else { throw parser.failure("a reference must end here") }
            parser.advance()
            guard numbers.count == 2, let back = Int(exactly: numbers[0]), let node = Int(exactly: numbers[1]),
                back >= 0, node >= 0
            else { return }
            attach(.reference(snapshotsBack: back, node: node), to: &open)
        case UInt8(ascii: "\""):
            var element = Element(name: try parser.string())
            if parser.peek() == UInt8(ascii: ",") {
                parser.advance()
                if parser.peek() == UInt8(ascii: "{") { element.attributes = try parser.value().members ?? [] }
            }
            open.append(element)
        default:
            // `[]`, `[1]`: passed over up to its end.
            while let byte = parser.peek(), byte != UInt8(ascii: "]") {
                if byte == UInt8(ascii: ",") { parser.advance() } else { try parser.skip() }
            }
            parser.advance()
        }
    }

    private mutating func add(_ node: Node, to open: inout [Element]) {
        nodes.append(node)
        attach(.node(nodes.count - 1), to: &open)
    }

    private mutating func attach(_ child: Child, to open: inout [Element]) {
        links += 1
        if open.isEmpty { root = child } else { open[open.count - 1].children.append(child) }
    }
}
