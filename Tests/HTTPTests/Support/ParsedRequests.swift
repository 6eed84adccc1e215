@testable import HTTP

/// What a parser made of some octets: each request in a line, and the refusal, if there was one, at the end.
struct ParsedRequests: Equatable {
    var lines: [String] = []

    var statusOfRefusal: Int? {
        lines.last.flatMap { $0.hasPrefix("refused ") ? Int($0.dropFirst(8)) : nil }
    }

    /// - Parameter cuts: where the octets are cut into pieces, in ascending order.
    init(_ octets: [UInt8], cutAt cuts: [Int] = [], limits: RequestParser.Limits = .init(), bodyLimit: Int = 1 << 20) {
        var parser = RequestParser(limits: limits)
        var current = ""
        var start = 0
        do throws(RequestRejection) {
            for cut in cuts + [octets.count] {
                let piece = octets.span.extracting(start..<cut)
                start = cut
                var position = 0
                reading: while true {
                    switch try parser.next(piece, at: &position) {
                    case .needsOctets: break reading
                    case .head(let head):
                        current = "\(head.method) \(head.target.path)?\(head.target.query) 1.\(head.minorVersion)"
                        for (name, value) in head.headers { current += " [\(name)=\(value)]" }
                        current += head.keepsConnection ? " stays: " : " closes: "
                        try parser.limitBody(toBytes: bodyLimit)
                    case .body(let range):
                        for index in range { current += String(piece[index], radix: 16) }
                    case .end:
                        lines.append(current)
                        current = ""
                    }
                }
            }
            if !parser.isBetweenRequests { lines.append("incomplete: \(current)") }
        } catch {
            lines.append("refused \(error.status.code)")
        }
    }

    init(_ text: String) {
        self.init(Array(text.utf8))
    }
}
