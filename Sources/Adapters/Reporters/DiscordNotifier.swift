package import Domain
package import struct Foundation.Data
package import HTTPClient
package import Pipeline
package import Queue

/// Posts to a webhook of Discord. Source: Discord, "Execute webhook".
package struct DiscordNotifier: Notifier {
    package let name = "discord"
    private let topics: [NotificationTopic]
    private let delivery: WebhookDelivery

    package init(
        webhook: Secret, topics: [NotificationTopic], transport: any HTTPTransport = URLSessionTransport(),
        pace: RequestPace = RequestPace()
    ) throws(WebhookAddressInvalid) {
        self.topics = topics
        // Discord answers only then when the message is stored, and not when it is in a queue.
        delivery = try WebhookDelivery(
            to: webhook, variable: "DISCORD_WEBHOOK_URL", dialect: DiscordDialect.self, transport: transport,
            pace: pace,
            query: ["wait": "true"])
    }

    package func message(about report: HealingReport) -> Notification? {
        DiscordMessage(report, for: topics).map { Notification(topics: $0.topics, body: $0.body) }
    }

    package func message(aboutFailed job: Job, error: String) -> Notification? {
        DiscordMessage(failed: job, error: error, for: topics).map { Notification(topics: $0.topics, body: $0.body) }
    }

    package func send(_ body: Data) async -> SendingEnd { await delivery.post(body) }
}
