import Domain

/// A JSON object of which nobody promised anything: what people put into a dispatch is theirs to choose.
struct LooseObject: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case text(String), flag(Bool), list([String])
        /// A number, an object, or a list of something else than texts.
        case other

        /// nil for null.
        init?(_ value: inout JSONReader) throws(JSONReader.Malformed) {
            switch try value.kind() {
            case .text: self = .text(try value.text() ?? "")
            case .flag: self = .flag(try value.flag() ?? false)
            case .array:
                var texts: [String] = []
                var isList = true
                try value.readArray { (element) throws(JSONReader.Malformed) in
                    if try element.kind() == .text, let text = try element.text() {
                        texts.append(text)
                    } else {
                        isList = false
                    }
                }
                self = isList ? .list(texts) : .other
            case .null:
                try value.skipValue()
                return nil
            case .number, .object:
                try value.skipValue()
                self = .other
            }
        }
    }

    private var members: [String: Value] = [:]

    /// Something else than an object counts as an empty one, null as absent, and a member that is null as well.
    init?(_ value: inout JSONReader) throws(JSONReader.Malformed) {
        switch try value.kind() {
        case .object:
            try value.readObject { (name, value) throws(JSONReader.Malformed) in
                members[name] = try Value(&value)
            }
        case .null:
            try value.skipValue()
            return nil
        default: try value.skipValue()
        }
    }

    subscript(name: String) -> Value? { members[name] }
}
