import Domain
import Foundation
import HTTPClient

/// Discord answers with the message, or with a code and a tree of errors. Source: Discord, "Error messages".
enum DiscordDialect: WebhookDelivery.Dialect {
    static let service = "Discord"
    /// Errors of single members that are shown.
    private static let shown = 3

    private struct Message: Decodable { let id: String }
    private struct Limit: Decodable {
        let wait: Double
        private enum CodingKeys: String, CodingKey { case wait = "retry_after" }
    }
    private struct Refusal: Decodable { let code: Int, message: String }

    static func confirms(_ response: TransportResponse) -> Bool {
        response.status == 204 || (try? JSON.decode(Message.self, from: response.body)) != nil
    }

    static func explain(_ response: TransportResponse) -> String {
        guard let refusal = try? JSON.decode(Refusal.self, from: response.body) else {
            return
                "\(ResponseClass.excerpt(response)) (status \(response.status)); look at the webhook in the channel's settings"
        }
        let tree = try? JSONSerialization.jsonObject(with: response.body) as? [String: Any]
        let details = leaves(of: tree?["errors"] ?? [:], at: []).prefix(shown).joined(separator: "; ")
        let said = "\(refusal.code) \(refusal.message)\(details.isEmpty ? "" : " (\(details))")"
        return "\(said): \(remedy(refusal.code))"
    }

    /// Source: Discord, "Rate limits": always with the wait in the body. What stands before Discord has none there.
    static func limit(_ response: TransportResponse, now: Timestamp) -> Duration? {
        (try? JSON.decode(Limit.self, from: response.body)).flatMap { .told(seconds: $0.wait) }
    }

    /// When the webhook's bucket is empty. Source: Discord, "Rate limits", headers.
    static func rest(_ response: TransportResponse) -> Duration? {
        guard response.header("x-ratelimit-remaining") == "0" else { return nil }
        return response.header("x-ratelimit-reset-after").flatMap(Double.init).flatMap { .told(seconds: $0) }
    }

    /// `embeds.0.title: Must be 256 or fewer in length.`
    private static func leaves(of node: Any, at path: [String]) -> [String] {
        guard let members = node as? [String: Any], path.count < 10 else { return [] }
        let own = (members["_errors"] as? [[String: Any]] ?? []).compactMap { $0["message"] as? String }
        let here = own.map { (path.isEmpty ? "" : path.joined(separator: ".") + ": ") + String($0.prefix(200)) }
        return here
            + members.filter { $0.key != "_errors" }.sorted { $0.key < $1.key }
            .flatMap { leaves(of: $0.value, at: path + [String($0.key.prefix(60))]) }
    }

    private static func remedy(_ code: Int) -> String {
        let newWebhook = "make a new webhook in the channel's settings, and set DISCORD_WEBHOOK_URL to it"
        return switch code {
        case 10015: "the webhook was deleted; \(newWebhook)"
        case 10003, 10004: "its channel or server is gone; \(newWebhook)"
        case 50027, 0: "the webhook's address is wrong or was replaced; \(newWebhook)"
        case 50001, 50013: "the webhook may not write there; look at the channel's permissions"
        case 220001, 220003: "it leads to a forum, where a message needs a thread; \(newWebhook) for a text channel"
        case 50035, 50006, 50109: "this is a fault of selfheal: please report it with the job's id"
        default: "look at the webhook in the channel's settings"
        }
    }
}
