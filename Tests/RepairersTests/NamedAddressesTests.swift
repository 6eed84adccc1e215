import Testing

@testable import Repairers

struct NamedAddressesTests {
    @Test(
        "An address is named in full, with a method, with a query, as the head of a template or without its beginning",
        arguments: [
            ("/api/cart/lines", "/api/cart/lines"), ("GET /growers", "/growers"), ("cart/lines", "/api/cart/lines"),
            ("cart/lines/", "/api/cart/lines"), ("/api/cart/lines/", "/api/cart/lines"), ("/search?q=", "/search"),
            ("/about#delivery", "/about"), ("#/archive", "#/archive"),
        ])
    func names(text: String, address: String) { #expect(NamedAddresses([text]).contains(address)) }

    @Test(
        "Words, other addresses and longer ones are not it",
        arguments: [
            ("cart", "/api/cart"), ("/api/basket", "/basket"), ("GET /api/basket", "/basket"),
            ("/cart/lines", "/cart"), ("products/", "/api/products"), ("Lines / cart", "/api/cart"),
            ("./cart/lines", "/api/cart/lines"), ("art/lines", "/api/cart/lines"), ("a/b", "Cart a/b"), ("/", "/cart"),
        ])
    func leavesOthers(text: String, address: String) { #expect(!NamedAddresses([text]).contains(address)) }
}
