/// A number of bytes that another program says of itself: 0 to 1 PiB, so that what is reckoned with it stays in bounds.
@propertyWrapper struct ByteCount: Hashable, Sendable, Decodable {
    private static let limit = 1 << 50
    private var bytes: Int
    var wrappedValue: Int {
        get { bytes }
        set { self = Self(wrappedValue: newValue) }
    }

    init(wrappedValue: Int) { bytes = min(max(wrappedValue, 0), Self.limit) }

    init(from decoder: any Decoder) throws { self.init(wrappedValue: try Int(from: decoder)) }
}

extension Int {
    /// Tokens that a service counted; at most 100 million, which no answer takes.
    static func tokens(_ told: Int?) -> Int { Swift.min(Swift.max(told ?? 0, 0), 100_000_000) }

    /// The number itself where it is one of `range`; else nothing is known.
    func within(_ range: ClosedRange<Int>) -> Int? { range.contains(self) ? self : nil }
}
