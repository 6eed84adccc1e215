/// A path in which segments may be parameters: `/api/v1/jobs/{id}`.
struct RoutePattern: Equatable, Sendable {
    enum Segment: Equatable, Sendable {
        case literal(String)
        case parameter(String)
    }

    let text: String
    let segments: [Segment]

    init(_ text: String) {
        precondition(text.hasPrefix("/"), "\(text): a pattern starts with a slash")
        self.text = text
        segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}")
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }

    var hasParameters: Bool {
        segments.contains { if case .parameter = $0 { true } else { false } }
    }

    /// The pattern without the names of its parameters: two of the same shape fit the same paths.
    var shape: [Segment] {
        segments.map { if case .parameter = $0 { .parameter("") } else { $0 } }
    }

    /// It has a literal at the first place where one of the two has a literal and the other a parameter.
    func isMoreParticular(than other: RoutePattern) -> Bool {
        for pair in zip(segments, other.segments) {
            switch pair {
            case (.literal, .parameter): return true
            case (.parameter, .literal): return false
            default: continue
            }
        }
        return false
    }

    /// - Parameter path: segments in which an encoded slash or percent sign is still encoded.
    /// - Returns: the parameters, wholly decoded; nil when the path does not fit.
    func match(_ path: [Substring]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal):
                guard literal == text else { return nil }
            case .parameter(let name):
                guard !text.isEmpty, let value = PercentEncoding.decode(Array(text.utf8)[...]) else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }
}
