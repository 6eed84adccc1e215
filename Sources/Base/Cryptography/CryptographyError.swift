import COpenSSL

/// An OpenSSL call that failed, with OpenSSL's own reason. Never holds key material.
package struct CryptographyError: Error, Hashable, CustomStringConvertible {
    package let call: String
    package let reason: String

    package var description: String { "\(call) failed: \(reason)" }

    /// Takes the oldest queued error and empties OpenSSL's per-thread queue, so that no later call reports it.
    static func oldest(in call: String) -> Self {
        defer { ERR_clear_error() }
        let code = ERR_get_error()
        guard code != 0 else { return Self(call: call, reason: "OpenSSL gave no reason") }
        var text = [CChar](repeating: 0, count: 256)  // zero-terminated
        ERR_error_string_n(code, &text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return Self(call: call, reason: String(decoding: bytes, as: UTF8.self))
    }
}
