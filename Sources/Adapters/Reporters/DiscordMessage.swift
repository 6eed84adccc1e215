package import Domain
package import Foundation
import Pipeline

/// A report as a message of Discord: one embed, which mentions nobody.
///
/// Limits: 256 characters of a title, 4096 of a description, 25 fields of 256 and 1024, 2048 of a footer, 6000 in all.
/// Source: Discord, "Embed limits".
package struct DiscordMessage: Sendable {
    static let titleLimit = 256, fieldLimit = 1024
    private static let itemLimit = 240

    package let topics: [NotificationTopic]
    /// JSON.
    package let body: Data

    /// nil when nothing happened that anybody on the channel wants to hear.
    package init?(_ report: HealingReport, for topics: [NotificationTopic] = NotificationTopic.allCases) {
        self.init(JobNews(report, for: topics), at: report.finishedAt)
    }

    /// nil when nobody on the channel wants to hear how jobs ended.
    package init?(
        failed job: Job, error: String, at time: Timestamp = .now(),
        for topics: [NotificationTopic] = NotificationTopic.allCases
    ) {
        self.init(JobNews(failed: job, error: error, for: topics), at: time)
    }

    private init?(_ news: JobNews?, at time: Timestamp) {
        guard let news, let body = try? JSON.encode(Self.payload(news, at: time)) else { return nil }
        topics = news.topics
        self.body = body
    }

    private struct Payload: Encodable {
        struct Mentions: Encodable { let parse: [String] = [] }
        let embeds: [Embed]
        let allowedMentions = Mentions()

        private enum CodingKeys: String, CodingKey { case embeds, allowedMentions = "allowed_mentions" }
    }

    private struct Embed: Encodable {
        struct Field: Encodable { let name: String, value: String }
        struct Footer: Encodable { let text: String }
        let title: String
        let color: Int
        let fields: [Field]
        let footer: Footer
        let timestamp: Timestamp
    }

    private static func payload(_ news: JobNews, at time: Timestamp) -> Payload {
        Payload(embeds: [
            Embed(
                title: MarkdownText.cut(words(news.headline), to: titleLimit), color: color(news.mood),
                fields: news.sections.map { .init(name: $0.title, value: $0.lines(limit: fieldLimit, line)) },
                footer: .init(text: MarkdownText.cut(news.footer, to: titleLimit)), timestamp: time)
        ])
    }

    private static func color(_ mood: JobNews.Mood) -> Int {
        switch mood {
        case .good: 0x2D_A44E
        case .waiting: 0xD4_A72C
        case .bad: 0xCF_222E
        }
    }

    private static func line(_ item: JobNews.Item) -> String {
        let name = words(MarkdownText.cut(item.name, to: itemLimit / 2))
        let link = item.link.flatMap(WebAddress.init).map { "[\(name)](\($0.text))" }
        return "• **\(link ?? name)** \(prose(MarkdownText.cut(item.text, to: itemLimit)))"
    }

    private static func prose(_ text: String) -> String {
        MarkdownText.spans(of: text).map { $0.isCode ? "`\(MarkdownText.oneLine($0.text))`" : words($0.text) }.joined()
    }

    /// Neither markup nor a mention, a channel, an emoji, a time or a link.
    private static func words(_ text: String) -> String {
        let gap = "\u{200B}"
        return MarkdownText.oneLine(text).reduce(into: "") { result, character in
            switch character {
            case "\\", "*", "_", "~", "`", "|", ">", "[", "]", "(", ")", "#": result += "\\\(character)"
            case "@", "<": result += "\(character)\(gap)"
            default: result.append(character)
            }
        }.replacing("://", with: ":\(gap)//")
    }
}
