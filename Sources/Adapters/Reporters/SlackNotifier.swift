package import Domain
package import struct Foundation.Data
package import HTTPClient
package import Pipeline
package import Queue

/// Posts to an incoming webhook of Slack. Source: Slack, "Sending messages using incoming webhooks".
package struct SlackNotifier: Notifier {
    package let name = "slack"
    private let topics: [NotificationTopic]
    private let delivery: WebhookDelivery

    package init(
        webhook: Secret, topics: [NotificationTopic], transport: any HTTPTransport = URLSessionTransport(),
        pace: RequestPace = RequestPace()
    ) throws(WebhookAddressInvalid) {
        self.topics = topics
        delivery = try WebhookDelivery(
            to: webhook, variable: "SLACK_WEBHOOK_URL", dialect: SlackDialect.self, transport: transport, pace: pace)
    }

    package func message(about report: HealingReport) -> Notification? {
        SlackMessage(report, for: topics).map { Notification(topics: $0.topics, body: $0.body) }
    }

    package func message(aboutFailed job: Job, error: String) -> Notification? {
        SlackMessage(failed: job, error: error, for: topics).map { Notification(topics: $0.topics, body: $0.body) }
    }

    package func send(_ body: Data) async -> SendingEnd { await delivery.post(body) }
}
