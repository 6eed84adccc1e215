internal import Glibc

/// One open file descriptor: owned by one value, closed exactly once, when that value goes.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        // Linux frees the number even when `close` fails, so a second try could close somebody else's descriptor.
        _ = close(number)
    }
}
