import Domain
import Foundation

/// Finds the answer in what a model wrote around it.
package enum AnswerText {
    /// Objects tried before giving up: a text of nothing but braces is no reason to search for ever.
    private static let tries = 20

    /// Without the thinking that some models and templates let slip into the answer, also without its opening tag.
    /// - Throws: `AnswerRejected` when there is nothing but thinking.
    package static func withoutThinking(_ text: String) throws -> String {
        if let end = text.range(of: "</think>", options: .backwards) { return String(text[end.upperBound...]) }
        if text.drop(while: \.isWhitespace).hasPrefix("<think>") {
            throw AnswerRejected("the answer ends within its thinking")
        }
        return text
    }

    /// The first JSON object, whatever stands before and after it.
    package static func object(in text: String) throws -> JSONValue {
        let bytes = Array(try withoutThinking(text).utf8)
        var start = bytes.firstIndex(of: UInt8(ascii: "{"))
        for _ in 0..<tries {
            guard let open = start else { break }
            if let end = endOfObject(bytes, from: open),
                let value = try? JSON.decode(JSONValue.self, from: Data(bytes[open...end]))
            {
                return value
            }
            start = bytes[(open + 1)...].firstIndex(of: UInt8(ascii: "{"))
        }
        throw AnswerRejected("the answer has no whole JSON object in it")
    }

    private static func endOfObject(_ bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var isInString = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isInString: index += 1
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString:
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return nil
    }
}

extension AdviceTask {
    /// The JSON object of an answer, held to the schema that was sent, as a value.
    func object<Value: Decodable>(_ type: Value.Type, in text: String) throws -> Value {
        let value = try AnswerText.object(in: text)
        if case .json(let schema) = form, let objection = schema.objection(to: value) {
            throw AnswerRejected(objection)
        }
        do {
            return try JSON.decode(type, from: JSON.encode(value))
        } catch {
            throw AnswerRejected("the answer is not of the form that was asked for")
        }
    }
}
