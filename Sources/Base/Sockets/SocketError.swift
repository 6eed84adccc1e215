internal import Glibc

/// A system call that failed: which one, on what, why, and what to do about it.
package struct SocketError: Error, Equatable, CustomStringConvertible {
    /// The call and its subject, for example `bind 127.0.0.1:80`.
    package let call: String
    /// The value of `errno`, or 0 when the call reports its failures in another way.
    package let code: Int32
    package let advice: String

    init(_ call: String, code: Int32, advice: String = "look up this error in the call's manual page") {
        self.call = call
        self.code = code
        self.advice = advice
    }

    /// Has to be made right after the call, before anything else can change `errno`.
    static func last(in call: String, advice: String = "look up this error in the call's manual page") -> Self {
        Self(call, code: errno, advice: advice)
    }

    package var description: String {
        guard code != 0, let text = strerror(code) else { return "\(call) failed: \(advice)" }
        return "\(call) failed: \(String(cString: text)) (errno \(code)): \(advice)"
    }
}
