import Evidence
import Testing

@testable import Locators

struct AccessibleNameTests {
    @Test(
        "The name comes from the source that accname ranks first",
        arguments: [
            ("<button mark='it'>  Add  to\n cart </button>", "Add to cart"),
            ("<button mark='it' aria-label='Remove'>x</button>", "Remove"),
            (
                "<button mark='it' aria-labelledby='b a' aria-label='no'>x</button><i id='a'>One</i><i id='b'>Two</i>",
                "Two One"
            ),
            ("<button mark='it' aria-labelledby='a'>x</button><i id='a' hidden>Hidden</i>", "Hidden"),
            ("<button mark='it' aria-labelledby='gone'>Own</button>", "Own"),
            ("<button mark='it' title='Tip'></button>", "Tip"), ("<button mark='it'><img alt='Bin'/></button>", "Bin"),
            ("<button mark='it'><svg><title>Gear</title></svg></button>", "Gear"),
            ("<button mark='it'>Save<br/>all</button>", "Save all"),
            ("<a mark='it' href='/'><div>Big</div><div>news</div></a>", "Big news"),
            ("<a mark='it' href='/'><b>in</b><i>line</i></a>", "inline"),
            ("<button mark='it'>Cart <span aria-hidden='true'>3</span></button>", "Cart"),
            ("<label for='f'>E-mail</label><input mark='it' id='f' placeholder='you@'/>", "E-mail"),
            ("<label>Amount <input mark='it' type='number' value='42'/> units</label>", "Amount units"),
            (
                "<label>Flash <input mark='it' type='checkbox'/> <select><option>A</option><option selected>B</option></select> times</label>",
                "Flash B times"
            ),
            ("<input mark='it' placeholder='Search'/>", "Search"),
            ("<input mark='it' title='T' placeholder='P'/>", "T"),
            ("<input mark='it' type='submit'/>", "Submit"), ("<input mark='it' type='submit' value='Go'/>", "Go"),
            ("<input mark='it' type='image' alt='Find'/>", "Find"),
            ("<fieldset mark='it'><legend>Address</legend></fieldset>", "Address"),
            ("<table mark='it'><caption>Prices</caption></table>", "Prices"),
            ("<figure mark='it'><figcaption>Fig. 1</figcaption></figure>", "Fig. 1"),
            ("<img mark='it' alt='Logo' title='no'/>", "Logo"), ("<h2 mark='it'>Your <em>cart</em></h2>", "Your cart"),
            ("<p mark='it'>Paragraphs have none</p>", ""), ("<ul mark='it'><li>Nor lists</li></ul>", ""),
            ("<details><summary mark='it'>More</summary></details>", "More"),
            (
                "<x-b mark='it' role='button'><shadow-root><i>before </i><slot></slot></shadow-root>light</x-b>",
                "before light"
            ),
        ])
    func name(markup: String, name: String) {
        let page = Markup.page(markup)
        #expect(PageIndex(page).accessibleName(of: page.marked()) == name)
    }

    @Test("A typed value, not the attribute, is what a control says")
    func typedValue() {
        let page = Markup.page(
            "<input mark='it' type='button' value='Old' __playwright_value_='New'/>")
        #expect(PageIndex(page).accessibleName(of: page.marked()) == "New")
    }

    @Test("A name that only a style sheet decides is not certain")
    func uncertainName() {
        let page = Markup.page(
            "<button mark='it'><span>Cart</span><span>3</span></button><button mark='ok'>Cart 3</button>")
        let index = PageIndex(page)
        #expect(!index.isNameCertain(of: page.marked()))
        #expect(index.isNameCertain(of: page.marked("ok")))
    }
}
