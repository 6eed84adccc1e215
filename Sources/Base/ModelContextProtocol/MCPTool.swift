/// Who answered `initialize`.
package struct MCPServer: Hashable, Sendable, Decodable {
    package let name: String
    package let version: String
}

/// One tool of a server.
package struct MCPTool: Hashable, Sendable, Decodable {
    package let name: String
    /// Names of the arguments that it takes.
    package let arguments: Set<String>

    private enum CodingKeys: String, CodingKey { case name, inputSchema }
    private struct Schema: Decodable {
        let properties: [String: Property]?
        /// Any JSON value: what an argument looks like is not held to anything here.
        struct Property: Decodable { init(from decoder: any Decoder) {} }
    }

    package init(name: String, arguments: Set<String>) {
        self.name = name
        self.arguments = arguments
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        let schema = try container.decodeIfPresent(Schema.self, forKey: .inputSchema)
        arguments = Set((schema?.properties ?? [:]).keys)
    }
}

/// What a tool gave back. A tool that failed is a result as well.
package struct MCPToolResult: Hashable, Sendable, Decodable {
    /// Its parts of text, one below the other; pictures and links are left out.
    package let text: String
    package let isError: Bool

    private enum CodingKeys: String, CodingKey { case content, isError }
    private struct Part: Decodable {
        let type: String
        let text: String?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let parts = try container.decodeIfPresent([Part].self, forKey: .content) ?? []
        text = parts.compactMap { $0.type == "text" ? $0.text : nil }.joined(separator: "\n")
        isError = try container.decodeIfPresent(Bool.self, forKey: .isError) ?? false
    }
}
