/// What a piece of source code says about where an element is: the locator-building part of a call chain.
package struct LocatorExpression: Hashable, Sendable {
    /// The expression that was asked for: from its root to its last step, or the root alone when the steps stand in
    /// a definition elsewhere.
    package let place: SourcePlace
    /// `page`, `this.page`, `frame`: what the first step is called on.
    package let rootText: String
    package let rootPlace: SourcePlace
    /// In the order of the calls. Steps that come from a definition stand in that definition's file.
    package let steps: [LocatorStep]

    package init(place: SourcePlace, rootText: String, rootPlace: SourcePlace, steps: [LocatorStep]) {
        self.place = place
        self.rootText = rootText
        self.rootPlace = rootPlace
        self.steps = steps
    }

    /// The files that an edit of this locator may touch.
    package var files: Set<String> { Set(steps.map(\.place.file)) }
}

/// One call of a locator chain.
package struct LocatorStep: Hashable, Sendable {
    package let method: LocatorMethod
    /// `getByRole`; for a shorthand the action: `click`.
    package let name: String
    /// From the point to the end of the call; for a shorthand the whole action.
    package let place: SourcePlace
    package let nameRange: Range<Int>
    /// For a shorthand only the selector.
    package let arguments: [LocatorArgument]
}

/// An argument whose names are resolved as far as the files show.
package struct LocatorArgument: Hashable, Sendable {
    package indirect enum Value: Hashable, Sendable {
        case string(String)
        /// A string with parts that only the running test knows: nil stands for any text.
        case pattern([String?])
        case number(Double)
        case boolean(Bool)
        case nothing
        case regularExpression(source: String, flags: String)
        case object([Option])
        case locator(LocatorExpression)
        case unknown
    }

    package struct Option: Hashable, Sendable {
        package let name: String
        package let argument: LocatorArgument
        /// From the name to the end of the value.
        package let place: SourcePlace
    }

    package let value: Value
    /// Where the value is written: the literal in the call, or the one that the name in the call stands for.
    package let place: SourcePlace
    /// The argument in the call itself.
    package let usePlace: SourcePlace

    package var options: [Option] { if case .object(let options) = value { options } else { [] } }

    package subscript(name: String) -> LocatorArgument? { options.last { $0.name == name }?.argument }
}
