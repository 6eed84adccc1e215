import Domain

/// A test as the report has it, without what nobody reads: what a test that passed printed and did, and what is longer than
/// anybody could read.
struct PrunedValue {
    private let limits: PlaywrightReport.Limits
    private typealias Failure = JSONStream.Failure

    init(_ limits: PlaywrightReport.Limits) { self.limits = limits }

    func spec(_ stream: inout JSONStream) throws(JSONStream.Failure) -> JSON {
        try object(&stream) { key, stream throws(Failure) in
            guard key == "tests" else { return nil }
            return try self.elements(&stream, limit: self.limits.testsOfSpec) { stream throws(Failure) in
                try self.object(&stream) { key, stream throws(Failure) in
                    guard key == "results" else { return nil }
                    return try self.results(&stream)
                }
            }
        }
    }

    private func results(_ stream: inout JSONStream) throws(Failure) -> JSON {
        var isGood = false
        return try elements(&stream) { stream throws(Failure) in
            isGood = false
            return try object(&stream) { key, stream throws(Failure) in
                switch key {
                case "status":
                    let status = try stream.value(limit: limits.textBytes)
                    isGood = ["passed", "skipped"].contains(status.string)
                    return status
                case "stdout", "stderr", "steps", "errors", "error":
                    if isGood {
                        try stream.skip()
                        return .null
                    }
                    if key == "stdout" || key == "stderr" { return try output(&stream) }
                    if key == "errors" { return .array(try list(&stream, ofText: limits.textBytes)) }
                    return nil
                case "attachments":
                    let bodyBytes = isGood ? 0 : limits.bodyBytes
                    return try objects(&stream) { key, stream throws(Failure) in
                        key == "body" ? try stream.value(limit: bodyBytes) : nil
                    }
                default: return nil
                }
            }
        }
    }

    /// The last pieces of what was printed, as many as may be kept.
    private func output(_ stream: inout JSONStream) throws(Failure) -> JSON {
        guard try stream.peek() == UInt8(ascii: "[") else { return try stream.value(limit: limits.outputBytes) }
        var pieces: [(value: JSON, bytes: Int)] = []
        var (first, bytes) = (0, 0)
        // Only what stays is paid for, and an output that is passed over leaves the errors after it their share.
        let budget = stream.budget
        defer { stream.budget = budget - bytes }
        try stream.elements { stream throws(Failure) in
            // One byte more than is kept shows that a piece is too long.
            stream.budget = max(budget, limits.outputBytes + 1)
            let before = stream.offset
            let value = cut(try stream.value(limit: limits.outputBytes + 1))
            let size = min(stream.offset - before, limits.outputBytes)
            pieces.append((value, size))
            bytes += size
            while bytes > limits.outputBytes, first < pieces.count - 1 {
                bytes -= pieces[first].bytes
                pieces[first].value = .null
                first += 1
            }
            // Not at every piece, of which there may be millions.
            if first > 1000 {
                pieces.removeFirst(first)
                first = 0
            }
        }
        return .array(pieces.dropFirst(first).map(\.value))
    }

    /// The pieces behind it hide where one was cut.
    private func cut(_ piece: JSON) -> JSON {
        let limit = limits.outputBytes
        if let text = piece["text"]?.string, text.utf8.count > limit {
            return .object([.init(key: "text", value: .string(CutText.beginning(of: text, limitBytes: limit)))])
        }
        // Base 64 has neither words nor names, and is cut in fours.
        if let text = piece["buffer"]?.string, text.utf8.count > limit {
            let whole = String(decoding: text.utf8.prefix(limit / 4 * 4), as: UTF8.self)
            return .object([.init(key: "buffer", value: .string(whole))])
        }
        return piece
    }

    /// A list of which no more than may be is kept.
    func list(_ stream: inout JSONStream, ofText limit: Int) throws(JSONStream.Failure) -> [JSON] {
        try elements(&stream) { stream throws(Failure) in try stream.value(limit: limit) }.array ?? []
    }

    private func elements(
        _ stream: inout JSONStream, limit: Int? = nil, _ body: (inout JSONStream) throws(Failure) -> JSON
    ) throws(Failure) -> JSON {
        let limit = limit ?? limits.listLength
        guard try stream.peek() == UInt8(ascii: "[") else { return try stream.value(limit: limits.textBytes) }
        var values: [JSON] = []
        try stream.elements { stream throws(Failure) in
            if values.count < limit { values.append(try body(&stream)) } else { try stream.skip() }
        }
        return .array(values)
    }

    /// - Parameter special: reads a member's value in its own way; nil, with nothing read, leaves it to the usual one.
    private func objects(
        _ stream: inout JSONStream, _ special: (String, inout JSONStream) throws(Failure) -> JSON?
    ) throws(Failure) -> JSON {
        try elements(&stream) { stream throws(Failure) in try object(&stream, special) }
    }

    private func object(
        _ stream: inout JSONStream, _ special: (String, inout JSONStream) throws(Failure) -> JSON?
    ) throws(Failure) -> JSON {
        guard try stream.peek() == UInt8(ascii: "{"), stream.charge(0) else {
            return try stream.value(limit: limits.textBytes)
        }
        var members: [JSON.Member] = []
        try stream.members { key, stream throws(Failure) in
            guard stream.charge(key.utf8.count) else { return try stream.skip() }
            let special = try special(key, &stream)
            let value = if let special { special } else { try stream.value(limit: limits.textBytes) }
            members.append(JSON.Member(key: key, value: value))
        }
        return .object(members)
    }
}
