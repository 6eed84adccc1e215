import Domain
import Foundation
import HTTPClient

/// Slack answers in one word.
enum SlackDialect: WebhookDelivery.Dialect {
    static let service = "Slack"

    static func confirms(_ response: TransportResponse) -> Bool { word(response) == "ok" }

    static func explain(_ response: TransportResponse) -> String {
        let word = word(response)
        guard let meaning = meanings[word] else {
            return
                "\(ResponseClass.excerpt(response)) (status \(response.status)); look at the webhook in the app's settings"
        }
        return "\(word): \(meaning)"
    }

    /// Source: Slack, "Rate limits": always with `Retry-After`. A page of HTML is not Slack's, who calls its own words HTML.
    static func limit(_ response: TransportResponse, now: Timestamp) -> Duration? {
        word(response).hasPrefix("<") ? nil : ResponseClass.wait(response, now: now)
    }

    static func rest(_ response: TransportResponse) -> Duration? { nil }

    private static func word(_ response: TransportResponse) -> String {
        String(decoding: response.body.prefix(100), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static let newWebhook = "make a webhook for another channel, and set SLACK_WEBHOOK_URL to it"
    private static let report = "this is a fault of selfheal: please report it with the job's id"

    private static let meanings = [
        "channel_is_archived": "the webhook's channel is archived; unarchive it, or \(newWebhook)",
        "channel_not_found": "the webhook's channel is gone; \(newWebhook)",
        "posting_to_general_channel_denied": "only some may post to the general channel; \(newWebhook)",
        "action_prohibited": "an administrator has forbidden such messages; ask one, or \(newWebhook)",
        "invalid_token": "the webhook's address is wrong or was replaced; set SLACK_WEBHOOK_URL to the present one",
        "no_service": "there is no such webhook any more; \(newWebhook)",
        "no_service_id": "the webhook's address is incomplete; copy it again into SLACK_WEBHOOK_URL",
        "no_active_hooks": "the webhook is switched off; switch it on in the app's settings, or \(newWebhook)",
        "no_team": "there is no such workspace; copy the webhook's address again into SLACK_WEBHOOK_URL",
        "team_disabled": "the workspace is switched off; \(newWebhook)",
        "user_not_found": "the webhook sends to a person who is gone; \(newWebhook)",
        "invalid_payload": "the message cannot be read; \(report)",
        "invalid_blocks": "the message's blocks break a limit; \(report)",
        "invalid_blocks_format": "the message's blocks cannot be read; \(report)",
        "invalid_attachments": "the message's attachments cannot be read; \(report)",
        "too_many_attachments": "the message has too many attachments; \(report)",
        "no_text": "the message is empty; \(report)",
    ]
}
