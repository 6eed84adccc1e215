import Domain
import Foundation

/// What names a request: ours are numbers, a server's may be text.
enum RPCIdentifier: Hashable, Sendable, Codable {
    case number(Int), text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}

struct RPCFault: Hashable, Sendable, Codable {
    let code: Int
    let message: String

    static func unknown(method: String) -> Self { RPCFault(code: -32601, message: "Method not found: \(method)") }
}

/// A message of ours: a request, a notification or an answer, by what is set. Source: JSON-RPC 2.0.
struct RPCOutgoing<Content: Encodable>: Encodable {
    let jsonrpc = "2.0"
    var id: RPCIdentifier?
    var method: String?
    var params: Content?
    var result: Content?
    var error: RPCFault?

    /// One line, as the protocol's standard streams want it: no newline stands within.
    func line() throws -> [UInt8] { [UInt8](try JSON.encode(self)) + [UInt8(ascii: "\n")] }
}

/// An object without members.
struct RPCNothing: Codable {}

/// A message of the server, read as far as it must be to know whom it concerns.
enum RPCIncoming: Hashable, Sendable {
    case answer(RPCIdentifier, RPCFault?)
    case request(RPCIdentifier, method: String)
    case notification

    /// - Returns: nil for whatever is no message, for example what a library printed.
    init?(_ line: [UInt8]) {
        guard let envelope = try? JSON.decode(Envelope.self, from: Data(line)), envelope.jsonrpc == "2.0" else {
            return nil
        }
        switch (envelope.method, envelope.id) {
        case (let method?, let id?): self = .request(id, method: method)
        case (_?, nil): self = .notification
        case (nil, let id?) where envelope.error != nil || envelope.result != nil: self = .answer(id, envelope.error)
        default: return nil
        }
    }

    private struct Envelope: Decodable {
        let jsonrpc: String
        let id: RPCIdentifier?
        let method: String?
        let error: RPCFault?
        let result: RPCNothing?
    }

    /// The content of an answer.
    struct Answer<Content: Decodable>: Decodable {
        let result: Content
    }
}
