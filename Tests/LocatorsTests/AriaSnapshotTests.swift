import Evidence
import Testing

@testable import Locators

struct AriaSnapshotTests {
    @Test(
        "An element is a line with role, name, states and text, in the form of the runner's own",
        arguments: [
            ("<h1>Log in</h1>", #"- heading "Log in" [level=1]"#),
            ("<p>Database is <b>down</b></p>", "- paragraph: Database is down"),
            ("<div><div>Loading…</div></div>", "- generic: Loading…"),
            ("<button disabled>Save</button>", #"- button "Save" [disabled]"#),
            ("<input type='checkbox' checked aria-label='Gift'/>", #"- checkbox "Gift" [checked]"#),
            ("<input aria-label='Email' value='a@b.c'/>", #"- textbox "Email": a@b.c"#),
            ("<input aria-label='Email' placeholder='you@'/>", "- textbox \"Email\":\n  - /placeholder: you@"),
            ("<a href='/cart'>Cart</a>", "- link \"Cart\":\n  - /url: /cart"),
            ("<ul><li>One</li><li>Two <i>2</i></li></ul>", "- list:\n  - listitem: One\n  - listitem: Two 2"),
            ("<p>a<br/>b</p>", "- paragraph: a b"), ("one <b>two</b>", "- generic: one two"),
            ("<div>a</div><span>b</span>", "- generic:\n  - generic: a\n  - text: b"),
            ("<button aria-label='Say \"hi\"'>x</button>", "- button \"Say \\\"hi\\\"\": x"),
            (
                "<iframe><frame-document><html><body><button>Call</button></body></html></frame-document></iframe>",
                "- iframe:\n  - button \"Call\""
            ), ("<x-a><shadow-root><p>In the shadow</p></shadow-root></x-a>", "- paragraph: In the shadow"),
        ])
    func writes(markup: String, text: String) {
        #expect(AriaSnapshot.text(of: Markup.page(markup)) == text)
    }

    @Test(
        "What the page does not show is left out",
        arguments: [
            "<p hidden>x</p>", "<p style='display:none'>x</p>", "<dialog>x</dialog>", "<script>x</script>",
            "<div aria-hidden='true'>x</div>", "<div class='modal hidden'>x</div>", "<div class='d-none'>x</div>",
        ])
    func leavesHiddenOut(markup: String) {
        #expect(AriaSnapshot.text(of: Markup.page(markup)) == "")
    }

    @Test("What is hidden for some widths of the window only is shown")
    func showsResponsive() {
        #expect(AriaSnapshot.text(of: Markup.page("<p class='hidden md:block'>x</p>")) == "- paragraph: x")
        #expect(AriaSnapshot.text(of: Markup.page("<p class='d-none d-md-block'>x</p>")) == "- paragraph: x")
    }

    @Test("What was typed into a password field stays out")
    func keepsPasswords() {
        let page = Markup.page("<input type='password' aria-label='Password' __playwright_value_='hunter2'/>")
        #expect(AriaSnapshot.text(of: page) == "- textbox \"Password\": ••••")
    }

    @Test("A page that was not loaded yet has no text, one that shows nothing an empty one")
    func tellsUnloadedFromEmpty() {
        #expect(AriaSnapshot.text(of: Markup.page("<p>x</p>", url: "about:blank")) == nil)
        #expect(AriaSnapshot.text(of: PageSnapshot(url: "http://localhost/", nodes: [])) == nil)
        #expect(AriaSnapshot.text(of: Markup.page("<div id='root'></div>")) == "")
    }

    @Test("Of a page of any size and depth the beginning is read")
    func isBounded() throws {
        let wide = Markup.page(String(repeating: "<p>Some words</p>", count: 30_000))
        let text = try #require(AriaSnapshot.text(of: wide, limitBytes: 10_000))
        #expect((10_000..<10_100).contains(text.utf8.count) && text.contains("Some words"))
        var nodes: [PageSnapshot.Node] = [.init(content: .element(tag: "html", attributes: [:]), parent: nil)]
        for depth in 1...50_000 {
            nodes[depth - 1].children = [depth]
            nodes.append(.init(content: .element(tag: "div", attributes: [:]), parent: depth - 1))
        }
        #expect(AriaSnapshot.text(of: PageSnapshot(url: "http://localhost/", nodes: nodes)) == "")
        let long = String(repeating: "x", count: 1 << 20)
        let nested = String(repeating: "<div>", count: 100) + long + String(repeating: "</div>", count: 100)
        #expect(AriaSnapshot.text(of: Markup.page("<p>Before</p>" + nested)) == "- paragraph: Before")
    }
}
