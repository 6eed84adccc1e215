import COpenSSL

/// Whether both are the same bytes, in a time that depends on their number only: a secret compared with `==` can be
/// guessed byte by byte from the time that the comparison takes.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
