import Evidence
import Testing

@testable import Locators

struct SelectorEngineTests {
    private let shop = Markup.page(
        """
        <nav mark='nav' aria-label='Main'><a mark='home' href='/'>Home</a><a mark='cart' href='/cart'>Cart</a></nav>
        <main mark='main'><h1 mark='h1'>Pens</h1><h2 mark='h2'>All pens</h2>
        <ul mark='list'><li mark='li1' class='card  new'><b mark='b1'>Ink</b><button mark='add1' data-testid='add'>Add to cart</button></li>
        <li mark='li2' class='card'><b mark='b2'>Lead</b><button mark='add2' data-testid='add' disabled>Add to cart</button></li></ul>
        <form mark='form'><label mark='label' for='e'>E-mail</label><input mark='mail' id='e' type='email' placeholder='you@here'/>
        <input mark='agree' type='checkbox' aria-label='Agree' checked/><input mark='send' type='submit' value='Send it'/></form>
        <img mark='img' alt='Big pen' title='A pen'/><div mark='gone' hidden><button mark='ghost'>Ghost</button></div>
        <x-box mark='box'><shadow-root><p mark='sp'>Deep text</p><button mark='deep'>Deep</button></shadow-root></x-box></main>
        <iframe mark='frame'><frame-document url='/f'><html mark='fhtml'><body mark='fbody'><button mark='pay'>Pay</button></body></html></frame-document></iframe>
        """)

    @Test(
        "Finds what Playwright finds",
        arguments: [
            ("internal:testid=[data-testid=\"add\"s]", "add1 add2"),
            ("internal:role=button[name=\"add\"i]", "add1 add2"),
            ("internal:role=button[name=\"add\"s]", ""),
            ("internal:role=button[name=\"Add to cart\"s][disabled=false]", "add1"),
            ("internal:role=button[name=/^Deep$/]", "deep"), ("internal:role=heading[level=2]", "h2"),
            ("internal:role=checkbox[checked=true]", "agree"), ("internal:role=button[name=\"ghost\"i]", ""),
            ("internal:role=button[name=\"ghost\"i][include-hidden=true]", "ghost"),
            ("internal:text=\"ink\"i", "b1"), ("internal:text=\"Pens\"s", "h1"), ("internal:text=/pens$/", "h2"),
            ("internal:text=/PENS$/i", "h1 h2"), ("internal:text=\"send\"i", "send"), ("text=deep text", "sp"),
            ("internal:label=\"e-mail\"i", "mail"), ("internal:label=\"E-mail\"s", "mail"),
            ("internal:label=\"agree\"i", "agree"),
            ("internal:attr=[placeholder=\"YOU\"i]", "mail"), ("internal:attr=[alt=\"Big pen\"s]", "img"),
            ("internal:attr=[title=\"pen\"i]", "img"),
            ("css=li.card.new > button", "add1"), ("li:nth-child(2) b", "b2"), ("li:not(.new)", "li2"),
            ("li:has(button[disabled])", "li2"), ("li:has-text(\"lead\")", "li2"), (":is(h1, h2)", "h1 h2"),
            ("button:text-is(\"Deep\")", "deep"), ("h1 + h2", "h2"), ("h1 ~ ul", "list"), ("h2, h1", "h1 h2"),
            ("input[type=EMAIL]", "mail"), ("[data-testid^='a'][disabled]", "add2"),
            ("button:visible", "add1 add2 deep"),
            ("x-box > button", "deep"), ("main button:nth-match(button, 2)", "add2"), ("li >> :scope > b", "b1 b2"),
            ("ul >> li >> nth=1", "li2"), ("ul >> li >> nth=-1 >> b", "b2"),
            ("li >> internal:has-text=\"Ink\"i", "li1"),
            ("li >> internal:has-not-text=\"Ink\"i", "li2"),
            ("li >> internal:has=\"internal:text=\\\"Lead\\\"i\"", "li2"),
            ("li >> internal:has-not=\"css=[disabled]\"", "li1"), ("button >> internal:and=\"css=[disabled]\"", "add2"),
            ("h2 >> internal:or=\"css=h1\"", "h1 h2"), ("*css=li >> text=Lead", "li2"),
            ("//ul/li[2]/button", "add2"), ("//button[text()='Add to cart']", "add1 add2"),
            ("//a[contains(@href,'cart')]", "cart"),
            ("iframe >> internal:control=enter-frame >> internal:role=button", "pay"),
            ("button >> visible=false", "ghost"),
            ("css=[", "nil"), ("a:hover", "nil"), ("internal:role=link[level=1]", "nil"), ("engine=x", "nil"),
            ("li.gone >> a:hover", "nil"), ("css=li.gone >> internal:text=\"x\"i", ""),
            ("data-testid=add >> nth=0", "add1"),
        ])
    func finds(selector: String, marks: String) { #expect(shop.marks(SelectorEngine(shop).matches(selector)) == marks) }

    @Test("Says how far a chain can be followed")
    func prefix() throws {
        let selector = try #require(Selector("main >> ul >> internal:text=\"Chalk\"i >> nth=0"))
        #expect(SelectorEngine(shop).matchingPrefix(of: selector) == 2)
    }

    @Test("Searches below a scope only")
    func scope() {
        #expect(shop.marks(SelectorEngine(shop).matches("button", in: shop.marked("li2"))) == "add2")
    }

    @Test("Playwright looks at the tree that holds a shadow host before it looks into the shadow tree")
    func shadowOrder() {
        let page = Markup.page("<x-a><shadow-root><i mark='inner'></i></shadow-root></x-a><i mark='outer'></i>")
        #expect(page.marks(SelectorEngine(page).matches("i")) == "outer inner")
    }

    @Test(
        "An element is told to be all that a selector asks for, however deep it lies now",
        arguments: [
            (".list > .row", "1 2"), (".list > .row.new", "2"), ("ul.list > .row", ""), (".list .row", "nil"),
            ("main >> .list > .row:first-child", "1"), (".none >> .list > .row", ""),
        ])
    func anyDepth(selector: String, found: String) throws {
        let page = Markup.page(
            "<main><div class='list'><ul><li class='row' mark='1'>A</li><li class='row new' mark='2'>B</li></ul></div></main>"
        )
        let parsed = try #require(Selector(selector))
        #expect(page.marks(SelectorEngine(page).matchesAtAnyDepth(parsed)) == found)
        #expect(SelectorEngine(page).matches(".list > .row") == [])
    }
}
