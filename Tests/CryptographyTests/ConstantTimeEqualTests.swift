import Cryptography
import Testing

struct ConstantTimeEqualTests {
    @Test(
        "Is true for the same bytes only",
        arguments: [
            ([], [], true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false), ([1, 2, 3], [1, 2], false),
            ([], [0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func comparison(left: [UInt8], right: [UInt8], isEqual: Bool) {
        #expect(constantTimeEqual(left, right) == isEqual)
    }
}
