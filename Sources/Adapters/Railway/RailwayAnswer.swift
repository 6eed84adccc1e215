import Domain
import Foundation
import HTTPClient

/// What an answer of Railway means. A refusal comes with status 200 and the code of a fault of its own, so that only the
/// message tells; a masked error says nothing of what was done. Source: captured answers, and railwayapp/docs#1320.
enum RailwayAnswer {
    private struct Envelope: Decodable {
        struct Problem: Decodable { let message: String }
        let errors: [Problem]?
    }

    private struct Payload<Value: Decodable>: Decodable { let data: Value }

    /// The wait where something between limits us and names none: less makes it longer.
    private static let edgeWait: Duration = .seconds(60)

    static func judge(_ response: TransportResponse, now: Timestamp) -> ResponseClass {
        let byStatus = ResponseClass(response, now: now)
        switch response.status {
        case 200..<300, 400:
            guard let answer = try? JSON.decode(Envelope.self, from: response.body) else {
                return response.status == 400 ? byStatus : .fault("it answered with \(ResponseClass.excerpt(response))")
            }
            let messages = (answer.errors ?? []).map { line($0.message) }
            return messages.isEmpty ? byStatus : judge(messages, status: response.status)
        case 401: return .refused(advice(for: "Not Authorized"))
        case 429 where response.header("content-type")?.contains("html") == true:
            return .limited(wait: ResponseClass.wait(response, now: now) ?? edgeWait)
        default: return byStatus
        }
    }

    private static func judge(_ messages: [String], status: Int) -> ResponseClass {
        let said = messages.prefix(3).joined(separator: "; ")
        let lowercased = said.lowercased()
        if lowercased.contains("problem processing request") || lowercased.contains("internal server error") {
            return .fault("it said: \(said)")
        }
        if ["too many requests", "too quickly", "rate limit"].contains(where: lowercased.contains) {
            return .limited(wait: nil)
        }
        return .refused(status == 400 ? "it does not understand the request: \(said)" : advice(for: said))
    }

    private static func advice(for said: String) -> String {
        let lowercased = said.lowercased()
        if ["not authorized", "unauthorized", "token not found", "invalid token"].contains(where: lowercased.contains) {
            return "it said: \(said). RAILWAY_TOKEN is wrong, revoked, or for another project or environment"
        }
        if lowercased.contains("not found") { return "it said: \(said). Check project, environment and service" }
        return "it said: \(said)"
    }

    /// nil when the answer has another shape.
    static func data<Value: Decodable>(_ type: Value.Type, of body: Data) -> Value? {
        try? JSON.decode(Payload<Value>.self, from: body).data
    }

    private static func line(_ text: String) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300))
    }
}
