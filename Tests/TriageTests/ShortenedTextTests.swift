import Testing

@testable import Triage

struct ShortenedTextTests {
    @Test("A secret that the length of a quotation would cut in two leaves nothing of its beginning", arguments: 1...13)
    func cutsAtWords(offset: Int) {
        let text = String(repeating: "a word ", count: 40).prefix(239 - offset - 5) + "key: zebra-known-77 and so on"
        let short = String(text).shortened(to: 240)
        #expect(!short.contains("zeb") && short.hasSuffix("…") && short.count > 200)
    }

    @Test("What fits is not shortened, and an address is cut between its parts")
    func plain() {
        #expect("a word".shortened(to: 6) == "a word")
        #expect("http://localhost/cart/lines".shortened(to: 25) == "http://localhost/cart/…")
    }
}
