/// What is remembered of an element, as open attributes: any may be missing, unknown ones are kept and not compared.
///
/// The known names are those of `selfheal locate` (`tag`, `id`, `class`, `name`, `type`, `text`, `visibleText`,
/// `accessibleName`, `role`, `testId`, `label`, `placeholder`, `href`, `alt`, `title`, `value`, `xpath`, `indexedXPath`,
/// `neighborText` with `Above`, `Below`, `Left` and `Right`, `x`, `y`, `width`, `height`) and, read from snapshots only:
/// `autocomplete`, `landmarks` (outermost first), `form`, `siblingPosition` (1 for the first of its tag), `context` (the
/// text of the nearest box that says more than the element itself).
/// Sources for the choice: Similo (arXiv 2208.00677), VON Similo (arXiv 2301.03863).
package struct ElementFingerprint: Hashable, Sendable, Codable {
    package var attributes: [String: String]

    package init(attributes: [String: String]) { self.attributes = attributes }

    package subscript(name: String) -> String { attributes[name] ?? "" }

    /// What a person would call it, for messages: `button "Add to cart"`.
    package var description: String {
        let kind = self["role"].isEmpty ? self["tag"].lowercased() : self["role"]
        let name = [self["accessibleName"], self["text"], self["visibleText"], self["placeholder"]].first {
            !$0.isEmpty
        }
        return name.map { "\(kind) \"\($0.prefix(60))\"" } ?? (self["id"].isEmpty ? kind : "\(kind) #\(self["id"])")
    }
}
