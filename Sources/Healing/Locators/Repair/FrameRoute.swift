import Evidence

/// The way to an element that lies in another document now, in the terms of its selector: what the old way is replaced by.
package struct FrameRoute: Hashable, Sendable {
    /// The selector up to the part that named the element.
    let before: [Selector.Part]
    /// The first part of it that stays.
    let kept: Int
    /// CSS of the frames to be entered, the outermost first.
    let frames: [String]

    init(
        _ move: FrameMove, of selector: Selector, through brokenPart: Int, in new: PageIndex
    ) throws(LocatorRewrite.Refusal) {
        guard let kept = move.kept else {
            throw LocatorRewrite.Refusal("the element is in another frame now, and is called something else as well")
        }
        var frames: [String] = []
        for frame in move.frames {
            guard new.isVisible(frame), let css = FrameName.css(of: frame, in: new) else {
                throw LocatorRewrite.Refusal("the element is in a frame now that nothing names by itself")
            }
            frames.append(css)
        }
        before = Array(selector.parts[...brokenPart])
        self.kept = kept
        self.frames = frames
    }

    /// Whether a selector goes the old way, to the element or on from it.
    func begins(_ selector: Selector) -> Bool { selector.capture == nil && selector.parts.starts(with: before) }

    /// The selector as it is on the new way.
    func applied(to selector: Selector) -> Selector {
        let entered = frames.flatMap { css in
            [
                Selector.Part(engine: "css", body: css),
                Selector.Part(engine: "internal:control", body: "enter-frame"),
            ]
        }
        return Selector(parts: entered + selector.parts[kept...])
    }
}
