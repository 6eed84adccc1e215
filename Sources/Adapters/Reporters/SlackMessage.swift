package import Domain
package import Foundation
import Pipeline

/// A report as a message of Slack, in blocks, with a plain text for notifications.
///
/// Limits: 50 blocks, 150 characters of a header, 3000 of a section. Other people's words cannot mention anybody, link or
/// format: Slack's three control characters are escaped, and it is told not to look for more.
/// Source: Slack, "Block Kit" and "Formatting text for app surfaces".
package struct SlackMessage: Sendable {
    static let sectionLimit = 3000
    private static let headerLimit = 150
    private static let itemLimit = 320

    package let topics: [NotificationTopic]
    /// JSON.
    package let body: Data

    /// nil when nothing happened that anybody on the channel wants to hear.
    package init?(_ report: HealingReport, for topics: [NotificationTopic] = NotificationTopic.allCases) {
        self.init(JobNews(report, for: topics))
    }

    /// nil when nobody on the channel wants to hear how jobs ended.
    package init?(failed job: Job, error: String, for topics: [NotificationTopic] = NotificationTopic.allCases) {
        self.init(JobNews(failed: job, error: error, for: topics))
    }

    private init?(_ news: JobNews?) {
        guard let news, let body = try? JSON.encode(Self.payload(news)) else { return nil }
        topics = news.topics
        self.body = body
    }

    private struct Payload: Encodable {
        let text: String
        let blocks: [Block]
        // Pull requests are named already; their previews would drown the message.
        let unfurlsLinks = false, unfurlsMedia = false

        private enum CodingKeys: String, CodingKey {
            case text, blocks, unfurlsLinks = "unfurl_links", unfurlsMedia = "unfurl_media"
        }
    }

    private struct Block: Encodable {
        let type: String
        var text: Text?
        var elements: [Text]?
    }

    private struct Text: Encodable {
        let type: String
        let text: String
        /// Without it, Slack would make links of addresses and mentions of names.
        var verbatim: Bool?
        var emoji: Bool?

        static func markup(_ text: String) -> Self { Self(type: "mrkdwn", text: text, verbatim: true) }
        static func plain(_ text: String) -> Self { Self(type: "plain_text", text: text, emoji: false) }
    }

    private static func payload(_ news: JobNews) -> Payload {
        let sign = sign(news.mood)
        let header = Block(
            type: "header",
            text: .plain(MarkdownText.cut("\(sign) \(MarkdownText.oneLine(news.headline))", to: headerLimit)))
        let sections = news.sections.map {
            Block(type: "section", text: .markup("*\($0.title)*\n" + $0.lines(limit: sectionLimit - 100, line)))
        }
        let footer = Block(type: "context", elements: [.markup(words(news.footer))])
        let titles = news.sections.map { "\($0.title): \($0.items.count + $0.rest)" }.joined(separator: ", ")
        let fallback = MarkdownText.cut("\(sign) \(words(news.headline)). \(titles)", to: 500)
        return Payload(text: fallback, blocks: [header] + sections + [footer])
    }

    private static func sign(_ mood: JobNews.Mood) -> String {
        switch mood {
        case .good: "✅"
        case .waiting: "🟡"
        case .bad: "🔴"
        }
    }

    /// A link in a span of code is one for Slack, a span of code in a link is none.
    private static func line(_ item: JobNews.Item) -> String {
        let name = code(MarkdownText.cut(item.name, to: itemLimit / 2), link: item.link.flatMap(WebAddress.init))
        return "• \(name) \(prose(MarkdownText.cut(item.text, to: itemLimit)))"
    }

    private static func prose(_ text: String) -> String {
        MarkdownText.spans(of: text).map { $0.isCode ? code($0.text) : words($0.text) }.joined()
    }

    /// A span of code has no way to hold a backtick.
    private static func code(_ text: String, link: WebAddress? = nil) -> String {
        let inner = escaped(MarkdownText.oneLine(text)).replacing("`", with: "'")
        if inner.isEmpty { return "" }
        return link.map { "`<\(escaped($0.text))|\(inner.replacing("|", with: "¦"))>`" } ?? "`\(inner)`"
    }

    private static func words(_ text: String) -> String {
        escaped(MarkdownText.oneLine(text)).replacing("`", with: "'").replacing("@", with: "@\u{200B}")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
