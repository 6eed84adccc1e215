/// How long something took, often.
struct Quantiles {
    private let sorted: [Duration]

    init(_ durations: [Duration]) { sorted = durations.sorted() }

    /// In milliseconds; nil when nothing was measured.
    subscript(share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        return sorted[Int(Double(sorted.count - 1) * share)] / .milliseconds(1)
    }
}
