/// A JSON object of which nobody promised anything: what people put into a dispatch is theirs to choose.
struct LooseObject: Decodable, Sendable {
    enum Value: Decodable, Hashable, Sendable {
        case text(String), flag(Bool), list([String])
        /// A number, an object, or a list of something else than texts.
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self =
                if let flag = try? container.decode(Bool.self) {
                    .flag(flag)
                } else if let text = try? container.decode(String.self) {
                    .text(text)
                } else if let list = try? container.decode([String].self) {
                    .list(list)
                } else {
                    .other
                }
        }
    }

    private let members: [String: Value]

    /// Something else than an object counts as an empty one, and null as absent.
    init(from decoder: any Decoder) throws {
        let members = try? decoder.singleValueContainer().decode([String: Value?].self)
        self.members = (members ?? [:]).compactMapValues { $0 }
    }

    subscript(name: String) -> Value? { members[name] }
}
