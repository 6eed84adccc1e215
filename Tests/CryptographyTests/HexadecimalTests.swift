import Cryptography
import Testing

struct HexadecimalTests {
    @Test("Writes every byte as it reads it")
    func roundTrip() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
        #expect(Hexadecimal.bytes(Hexadecimal.text(bytes).uppercased()) == bytes)
    }

    @Test("Refuses what is not pairs of digits", arguments: ["0", "0g", "g0", " 00", "é", "0x00"])
    func refusals(text: String) {
        #expect(Hexadecimal.bytes(text) == nil)
    }
}
