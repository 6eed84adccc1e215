import Domain

/// Programs that count elements. Selectors stand in them as JSON, which is a literal of JavaScript: no text of theirs
/// can become code.
enum CountingCode {
    /// For the runner's process: Playwright itself resolves the selectors, frames and roles included.
    static func runner(_ selectors: [String]) throws -> String {
        """
        async (page) => {
          const counts = [];
          for (const selector of \(try literal(selectors))) {
            try { counts.push(await page.locator(selector).count()); } catch { counts.push(null); }
          }
          return counts;
        }
        """
    }

    /// For the page: only test ids and plain CSS mean something there, and only where no shadow root hides elements.
    static func page(_ selectors: [String]) throws -> String {
        """
        () => {
          const isOpen = [...document.querySelectorAll('*')].every((element) => !element.shadowRoot);
          return \(try literal(selectors.map(css))).map((selector) => {
            try { return isOpen && selector ? document.querySelectorAll(selector).length : null; } catch { return null; }
          });
        }
        """
    }

    private static func literal(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encode(value), as: UTF8.self)
    }

    /// - Returns: nil for what `querySelectorAll` does not understand as Playwright does.
    private static func css(_ selector: String) -> String? {
        let testID = "internal:testid="
        if selector.hasPrefix(testID), selector.hasSuffix("s]"), !selector.contains(" >> ") {
            return selector.dropFirst(testID.count).dropLast(2) + "]"
        }
        // Engines are named before a `=`, and XPath and quoted text are told by how they begin.
        let isForeign = selector.contains(/^[\w:-]+=|^[\/("']|^\.\.| >> |:has-text\(|:text|:visible|:nth-match|-of\(/)
        return isForeign ? nil : selector
    }
}
