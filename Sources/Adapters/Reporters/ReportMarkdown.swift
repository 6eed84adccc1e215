package import Domain
import Pipeline

/// A report as a page of GitHub's markdown: what was red, what was done, what people should do next.
package struct ReportMarkdown: Sendable {
    /// GitHub refuses a larger summary as a whole. Source: its own refusal, "supports content up to a size of 1024k".
    package static let limitBytes = 1 << 20

    package let text: String

    /// - Parameter limitBytes: sections that do not fit any more are left out, and the page says which.
    package init(_ report: HealingReport, limitBytes: Int = Self.limitBytes) {
        let sections = ReportSections(report)
        var text = sections.heading + "\n"
        var missing: [String] = []
        for section in sections.all {
            let part = "\n### \(section.title)\n\n\(section.body)\n"
            if text.utf8.count + part.utf8.count + Self.noteRoom <= limitBytes {
                text += part
            } else {
                missing.append(section.title)
            }
        }
        if !missing.isEmpty {
            text +=
                "\n> Left out to stay below GitHub's limit: \(missing.joined(separator: ", ")). The JSON report has all of it.\n"
        }
        self.text = text.utf8.count <= limitBytes ? text : ""
    }

    /// For the titles of what is left out.
    private static let noteRoom = 300
}
