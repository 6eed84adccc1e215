/// An element's attributes as the recorder wrote them, with what it added for its viewer. Source: `frameSnapshotStreamer`
/// of Playwright 1.63.
struct RecordedAttributes {
    private var page: [String: String] = [:]
    private var added: [String: String] = [:]
    private let tag: String

    init(_ members: [JSON.Member], tag: String) {
        self.tag = tag
        for member in members {
            guard let value = member.value.string else { continue }
            if member.key.hasPrefix("__playwright_") { added[member.key] = value } else { page[member.key] = value }
        }
    }

    var mark: String? { added["__playwright_target__"] }
    var isShadowRoot: Bool { tag == "template" && added["__playwright_shadow_root_"] != nil }
    /// A constructed style sheet, which is no part of the page's tree.
    var isStyleSheet: Bool { tag == "template" && added["__playwright_style_sheet_"] != nil }

    /// Which frame an `iframe` shows: the recorder replaces its address by `/snapshot/<frame>`.
    var frameID: String? {
        guard let source = page["src"], source.hasPrefix("/snapshot/") else { return nil }
        return String(source.dropFirst("/snapshot/".count))
    }

    /// The page's own attributes. The state of a form shows in `value`, `checked`, `selected` and `open`, as it was at this
    /// moment and not as the document was written; handlers (`onclick`) are there, but empty.
    var asInPage: [String: String] {
        var result = page
        if let value = added["__playwright_value_"] {
            // A check box without a value says "on", a text field without one says "": neither stands in the page.
            let isDefault = page["value"] == nil && (value.isEmpty || added["__playwright_checked_"] != nil)
            if !isDefault { result["value"] = value }
        }
        for (name, recorded) in [("checked", "__playwright_checked_"), ("selected", "__playwright_selected_")] {
            guard let state = added[recorded] else { continue }
            result[name] = state == "true" ? page[name] ?? "" : nil
        }
        if added["__playwright_dialog_open_"] != nil { result["open"] = "" }
        for name in ["src", "href"] {
            if let address = result[name], address.hasPrefix(Self.blobPrefix) {
                result[name] = String(address.dropFirst(Self.blobPrefix.count))
            }
        }
        return result
    }

    /// Older recorders hid `blob:` addresses behind this one.
    private static let blobPrefix = "http://playwright.bloburl/#"
}
