/// How two pictures differ: by noise, by another width (another device), or by content.
enum PictureReading {
    static func read(_ message: Bytes, into facts: inout Facts) {
        if let wanted = size(in: message, after: "an image "), let got = size(in: message, after: "received ") {
            let across = abs(wanted.width - got.width)
            let down = abs(wanted.height - got.height)
            facts.insert(.onePixelNoise, when: across <= 1 && down <= 1 && across + down > 0)
            facts.insert(.otherWidth, when: across > 1)
        } else if let pixels = differingPixels(in: message) {
            facts.insert(.onePixelNoise, when: pixels <= 10)
        }
    }

    /// Reads `1280px by 1504px`.
    private static func size(in message: Bytes, after phrase: String) -> (width: Int, height: Int)? {
        guard let rest = message.after(phrase) else { return nil }
        let width = rest.prefix(while: \.isDigit)
        guard let below = rest.after(" by ") else { return nil }
        guard let across = Int(width.text), let down = Int(below.prefix(while: \.isDigit).text) else { return nil }
        return (across, down)
    }

    private static func differingPixels(in message: Bytes) -> Int? {
        guard let place = message.firstIndex(of: " pixels (ratio") else { return nil }
        let digits = message[..<place].reversed().prefix(while: \.isDigit).reversed()
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
