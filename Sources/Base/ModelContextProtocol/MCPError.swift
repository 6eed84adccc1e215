/// Why a server gave no answer that can be used.
package enum MCPError: Error, Hashable, CustomStringConvertible {
    /// It is gone, or was given up.
    case ended(String)
    case timedOut(method: String, limit: Duration)
    case refused(method: String, code: Int, message: String)
    case unreadable(method: String, reason: String)

    package var description: String {
        switch self {
        case .ended(let reason): "the MCP server is gone: \(reason)"
        case .timedOut(let method, let limit): "the MCP server did not answer `\(method)` within \(limit)"
        case .refused(let method, let code, let message):
            "the MCP server refused `\(method)` (\(code)): \(message.prefix(500))"
        case .unreadable(let method, let reason): "the MCP server's answer to `\(method)` cannot be read: \(reason)"
        }
    }
}
