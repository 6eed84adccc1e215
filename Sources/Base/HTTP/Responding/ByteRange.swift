/// The part of a file that a client asks for. Source: RFC 9110 §14.
enum ByteRange: Equatable, Sendable {
    case whole
    case part(Range<Int>)
    /// There is no such part.
    case unsatisfiable

    /// Several ranges at once, other units and malformed fields are all ignored, which RFC 9110 §14.2 allows.
    /// - Parameter field: `Range`, for example `bytes=0-499`, `bytes=500-` or `bytes=-500`.
    init(_ field: String?, sizeBytes: Int) {
        guard let field, field.hasPrefix("bytes="), !field.contains(",") else {
            self = .whole
            return
        }
        let bounds = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.allSatisfy({ $0.utf8.allSatisfy(Octet.isDigit) }) else {
            self = .whole
            return
        }
        // A number too large to be counted is larger than any file.
        let numbers = bounds.map { $0.isEmpty ? nil : Int($0) ?? Int.max }
        switch (numbers[0], numbers[1]) {
        case (nil, nil): self = .whole
        case (nil, let count?): self = Self.part(max(0, sizeBytes - count)..<sizeBytes).orUnsatisfiable
        case (let first?, nil): self = first < sizeBytes ? .part(first..<sizeBytes) : .unsatisfiable
        case (let first?, let last?) where first > last: self = .whole
        case (let first?, let last?):
            self = first < sizeBytes ? .part(first..<min(last, sizeBytes - 1) + 1) : .unsatisfiable
        }
    }

    private var orUnsatisfiable: Self {
        if case .part(let range) = self, range.isEmpty { .unsatisfiable } else { self }
    }
}
