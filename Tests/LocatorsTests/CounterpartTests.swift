import Evidence
import Testing

@testable import Locators

struct CounterpartTests {
    private static let header =
        "<header><a href='/'>Shop</a><nav><a href='/pens'>Pens</a><a href='/ink'>Ink</a><a href='/cart'>Cart</a></nav></header>"

    private static func shop(_ main: String) -> PageSnapshot {
        Markup.page("\(header)<main><h1>Pens</h1>\(main)</main><footer><a href='/imprint'>Imprint</a></footer>")
    }

    private static func card(_ name: String, _ button: String = "Add to cart", mark: String = "") -> String {
        "<li class='card'><h3>\(name)</h3><p>Price of \(name)</p><button class='btn' mark='\(mark)'>\(button)</button></li>"
    }

    @Test(
        "A changed element is found again",
        arguments: [
            (  // test id renamed
                "<button mark='it' data-testid='add'>Add</button><button>Wish</button>",
                "<button mark='it' data-testid='add-to-cart'>Add</button><button>Wish</button>"
            ),
            (  // reworded
                "<p>Ink</p><button mark='it' class='buy'>Add to cart</button><button>Wish list</button>",
                "<p>Ink</p><button mark='it' class='buy'>Add to basket</button><button>Wish list</button>"
            ),
            (  // reworded wholly, all else stayed
                "<form id='f'><input name='q'/><button mark='it' class='go'>Submit</button></form><button>Help</button>",
                "<form id='f'><input name='q'/><button mark='it' class='go'>Send order</button></form><button>Help</button>"
            ),
            (  // moved and re-tagged
                "<div><p>Text</p><a mark='it' href='/checkout'>Proceed to checkout</a></div><a href='/help'>Help</a>",
                "<section><div><span><button mark='it'>Proceed to checkout</button></span></div></section><a href='/help'>Help</a>"
            ),
            (  // more wrappers and new classes
                "<div class='a'><button mark='it' class='old-save'>Save</button></div><button class='old-close'>Close</button>",
                "<div class='w'><div class='v'><button mark='it' class='new-save'>Save</button></div></div><button class='new-close'>Close</button>"
            ),
            (  // a field with another label
                "<label for='m'>E-mail</label><input mark='it' id='m' name='mail' type='email'/><label for='p'>Phone</label><input id='p' name='phone'/>",
                "<label for='m'>E-mail address</label><input mark='it' id='m' name='mail' type='email'/><label for='p'>Phone</label><input id='p' name='phone'/>"
            ),
        ])
    func found(before: String, after: String) {
        let old = Self.shop(before)
        let new = Self.shop(after)
        let counterpart = Ranking.counterpart(of: old.marked(), in: old, new: new)
        #expect(counterpart.node == new.marked(), "\(counterpart)")
    }

    @Test("Of many buttons that are alike the one in its own card is found, wherever the card is now")
    func cards() {
        let old = Self.shop(
            "<ul>\(["Biro", "Fountain", "Marker", "Chalk"].map { Self.card($0, mark: $0) }.joined())</ul>")
        let new = Self.shop(
            "<ul>\(["Chalk", "Marker", "Quill", "Biro", "Fountain"].map { Self.card($0, "Buy", mark: $0) }.joined())</ul>"
        )
        for name in ["Biro", "Fountain", "Marker", "Chalk"] {
            let counterpart = Ranking.counterpart(of: old.marked(name), in: old, new: new)
            #expect(new.marks(counterpart.node.map { [$0] }) == name, "\(name): \(counterpart.reason)")
        }
    }

    @Test("A removed card's button is not found in another card", arguments: ["Biro", "Marker", "Chalk"])
    func removedCard(name: String) {
        let names = ["Biro", "Fountain", "Marker", "Chalk"]
        let old = Self.shop("<ul>\(names.map { Self.card($0, mark: $0) }.joined())</ul>")
        let new = Self.shop("<ul>\(names.filter { $0 != name }.map { Self.card($0, mark: $0) }.joined())</ul>")
        let counterpart = Ranking.counterpart(of: old.marked(name), in: old, new: new)
        #expect(counterpart.node == nil, "\(new.marks(counterpart.node.map { [$0] }))")
    }

    @Test(
        "A removed element is refused although something like it is left",
        arguments: [
            (
                "<button mark='it'>Delete account</button><button>Delete photo</button><button>Save</button>",
                "<button>Delete photo</button><button>Save</button>"
            ),
            (
                "<ul><li><button>Add to cart</button></li><li><button mark='it'>Add to cart</button></li></ul>",
                "<ul><li><button>Add to cart</button></li><li></li></ul>"
            ),
            (
                "<div><button mark='it' class='b'>Undo</button><button class='b'>Redo</button></div>",
                "<div><button class='b'>Redo</button></div>"
            ),
            (
                "<label>Name <input mark='it' name='name'/></label><label>City <input name='city'/></label>",
                "<label>City <input name='city'/></label>"
            ),
            ("<p>Text</p><a mark='it' href='/sale'>Sale</a>", "<p>Text</p>"),
            ("<button mark='it'>Pay</button><p>Total</p>", "<button mark='it' hidden>Pay</button><p>Total</p>"),
        ])
    func removed(before: String, after: String) {
        let old = Self.shop(before)
        let counterpart = Ranking.counterpart(of: old.marked(), in: old, new: Self.shop(after))
        #expect(counterpart.node == nil, "\(counterpart)")
    }

    @Test(
        "Nothing is looked for on another page",
        arguments: [
            (
                "<h1>Sign in</h1><form><input name='user'/><input type='password' name='pw'/><button>Sign in</button></form>",
                "log-in"
            ),
            ("<h1>502 Bad Gateway</h1><hr/><p>nginx</p>", "error page"), ("<div id='root'></div>", "empty"),
            ("<h1>About us</h1><p>We are a company</p><a href='/jobs'>Jobs</a>", "another page"),
        ])
    func otherPage(body: String, words: String) {
        let old = Self.shop("<button mark='it'>Add to cart</button>")
        let counterpart = Ranking.counterpart(of: old.marked(), in: old, new: Markup.page(body))
        #expect(counterpart.node == nil)
        #expect(counterpart.reason.contains(words), "\(counterpart.reason)")
    }

    @Test("A page in another language is the same page")
    func translated() {
        let old = Self.shop(
            "<form id='order'><input id='mail' name='mail'/><button mark='it' id='send' class='go'>Order now</button></form>"
        )
        let new = Markup.page(
            """
            <header><a href='/'>Laden</a><nav><a href='/pens'>Stifte</a><a href='/ink'>Tinte</a><a href='/cart'>Korb</a></nav></header>\
            <main><h1>Stifte</h1><form id='order'><input id='mail' name='mail'/><button mark='it' id='send' class='go'>Bestellen</button></form></main>\
            <footer><a href='/imprint'>Impressum</a></footer>
            """)
        #expect(Ranking.counterpart(of: old.marked(), in: old, new: new).node == new.marked())
    }
}
