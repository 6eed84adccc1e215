package import JavaScript

extension LocatorRewrite {
    /// For an element that lies in another document now, under its old name.
    init(
        _ route: FrameRoute, _ selector: Selector, in expression: LocatorExpression, testIDAttribute: String,
        reader: LocatorReader
    ) throws(Refusal) {
        let written = try FrameEdit(
            route, selector, in: expression, testIDAttribute: testIDAttribute, reader: reader)
        edits = [written.edit]
        before = written.before
        after = written.after
        place = written.step.place
        changesStrategy = false
        self.route = route
        handed = nil
        self.selector = route.applied(to: selector).description
    }

    /// The same with further uses of the locator led the same way.
    ///
    /// What an assertion of absence looks for in the old place is never there any more, so that it would pass whatever the app
    /// does.
    /// - Parameter places: of locators that are only asked to be absent.
    /// - Throws: when one of them goes the old way and cannot be led the new one.
    package func leading(
        _ places: [SourcePlace], testIDAttribute: String, reader: LocatorReader
    ) throws(Refusal) -> LocatorRewrite {
        guard let route else { return self }
        var result = self
        for place in places {
            for (expression, selector) in Self.uses(of: route, at: place, testIDAttribute, reader) {
                // A definition that is changed leads all its uses.
                let isLed = result.edits.contains { edit in
                    edit.place.file == expression.steps.first?.place.file
                        && edit.place.range.lowerBound == expression.steps.first?.place.range.lowerBound
                }
                if isLed { continue }
                do {
                    guard Self.isPage(expression.rootText) else {
                        throw Refusal("what `\(expression.rootText)` is cannot be told")
                    }
                    let written = try FrameEdit(
                        route, selector, in: expression, testIDAttribute: testIDAttribute, reader: reader)
                    result.edits.append(written.edit)
                } catch {
                    throw Refusal("an assertion that `\(before)` is not there would pass by itself: \(error)")
                }
            }
        }
        return result
    }

    /// What is written at a place, as far as it goes the old way.
    private static func uses(
        of route: FrameRoute, at place: SourcePlace, _ testIDAttribute: String, _ reader: LocatorReader
    ) -> [(LocatorExpression, Selector)] {
        guard let source = reader.script(at: place.file)?.source else { return [] }
        let internalSelector = InternalSelector(testIDAttribute: testIDAttribute)
        let old = Selector(parts: route.before)
        let position = source.position(at: place.range.lowerBound)
        let readings = reader.locators(at: position, in: place.file)
        // Where the chain starts from another locator, that one belongs to it.
        let isRooted = readings.contains { $0.steps.count > readings[0].steps.count }
        return readings.dropFirst(isRooted ? 1 : 0).compactMap { expression in
            guard let pattern = internalSelector.pattern(of: expression) else { return nil }
            // With a part that only the running test knows, it may be the very same.
            if pattern.parts.count > 1 { return pattern.matches(old.description) ? (expression, old) : nil }
            return Selector(pattern.parts[0]).flatMap { route.begins($0) ? (expression, $0) : nil }
        }
    }

    private static func isPage(_ root: String) -> Bool {
        let name = root.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return ["page", "popup", "tab", "frame"].contains { name.hasSuffix($0) }
    }
}
