import Cryptography
import Testing

struct HMACSHA256Tests {
    struct Vector: Sendable {
        let key: [UInt8], message: [UInt8], code: String
    }

    /// RFC 4231 §4, cases 1 to 4, 6 and 7; then an empty message under an empty key; then GitHub's own webhook example.
    static let vectors = [
        Vector(
            key: Array(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: Array(repeating: 0xaa, count: 20), message: Array(repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: Array(1...25), message: Array(repeating: 0xcd, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            key: Array(repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: Array(repeating: 0xaa, count: 131),
            message: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. The key needs "
                    + "to be hashed before being used by the HMAC algorithm.").utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        Vector(
            key: [], message: [], code: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        Vector(
            key: Array("It's a Secret to Everybody".utf8), message: Array("Hello, World!".utf8),
            code: "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
    ]

    @Test("Computes the published codes", arguments: vectors)
    func publishedCodes(vector: Vector) throws {
        #expect(Hexadecimal.text(try HMACSHA256.authenticate(vector.message, key: vector.key)) == vector.code)
    }

    @Test("Accepts the right code only")
    func validity() throws {
        let message = Array("Hello, World!".utf8)
        let key = Array("It's a Secret to Everybody".utf8)
        let code = try HMACSHA256.authenticate(message, key: key)
        #expect(try HMACSHA256.isValid(code, for: message, key: key))
        #expect(try !HMACSHA256.isValid(code.dropLast(), for: message, key: key))
        #expect(try !HMACSHA256.isValid(code, for: message + [0], key: key))
        #expect(try !HMACSHA256.isValid(code, for: message, key: key + [1]))
        #expect(try !HMACSHA256.isValid([], for: message, key: key))
    }
}
