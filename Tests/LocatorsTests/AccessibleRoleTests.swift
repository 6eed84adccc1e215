import Evidence
import Testing

@testable import Locators

struct AccessibleRoleTests {
    @Test(
        "An element has the role that its tag, type and place give it",
        arguments: [
            ("<a mark='it' href='/x'>x</a>", "link"), ("<a mark='it'>x</a>", nil),
            ("<button mark='it'>x</button>", "button"), ("<input mark='it'/>", "textbox"),
            ("<input mark='it' type='checkbox'/>", "checkbox"), ("<input mark='it' type='SUBMIT'/>", "button"),
            ("<input mark='it' type='number'/>", "spinbutton"), ("<input mark='it' type='hidden'/>", nil),
            ("<input mark='it' type='search'/>", "searchbox"), ("<input mark='it' type='nonsense'/>", "textbox"),
            ("<input mark='it' list='l'/><datalist id='l'></datalist>", "combobox"),
            ("<select mark='it'></select>", "combobox"), ("<select mark='it' multiple></select>", "listbox"),
            ("<img mark='it' alt=''/>", "presentation"), ("<img mark='it'/>", "img"),
            ("<header mark='it'></header>", "banner"), ("<main><header mark='it'></header></main>", nil),
            ("<section mark='it'></section>", nil), ("<section mark='it' aria-label='S'></section>", "region"),
            ("<form mark='it'></form>", nil), ("<form mark='it' aria-label='F'></form>", "form"),
            ("<table role='grid'><tr><td mark='it'></td></tr></table>", "gridcell"),
            ("<table><tr><th mark='it'>a</th><td>b</td></tr></table>", "rowheader"),
            ("<table><tr><th mark='it'>a</th><th>b</th></tr></table>", "columnheader"),
            ("<div mark='it'></div>", nil), ("<svg mark='it'></svg>", "img"),
        ] as [(String, String?)])
    func implicit(markup: String, role: String?) {
        let page = Markup.page(markup)
        #expect(PageIndex(page).role(of: page.marked()) == role)
    }

    @Test(
        "An explicit role counts when it is known, and presentation only where nothing speaks against it",
        arguments: [
            ("<div mark='it' role='button'></div>", "button"), ("<div mark='it' role='bogus tab'></div>", "tab"),
            ("<a mark='it' href='/' role='bogus'></a>", "link"), ("<ul mark='it' role='none'></ul>", "none"),
            ("<button mark='it' role='none'>x</button>", "button"),
            ("<h2 mark='it' role='presentation' aria-live='polite'>x</h2>", "heading"),
            ("<ul role='none'><li mark='it'>x</li></ul>", "none"),
            ("<table role='presentation'><tbody><tr><td mark='it'>x</td></tr></tbody></table>", "presentation"),
        ])
    func explicit(markup: String, role: String) {
        let page = Markup.page(markup)
        #expect(PageIndex(page).role(of: page.marked()) == role)
    }

    @Test(
        "What a snapshot shows as hidden is hidden from roles",
        arguments: [
            ("<div hidden><b mark='it'></b></div>", true), ("<div aria-hidden='true'><b mark='it'></b></div>", true),
            ("<div style='color: red; display: none !important'><b mark='it'></b></div>", true),
            ("<div style='visibility:hidden'><b mark='it'></b></div>", true),
            ("<div style='visibility:hidden'><b mark='it' style='visibility:visible'></b></div>", false),
            ("<details><summary>s</summary><b mark='it'></b></details>", true),
            ("<details><summary><b mark='it'></b></summary></details>", false),
            ("<details open><summary>s</summary><b mark='it'></b></details>", false),
            ("<dialog><b mark='it'></b></dialog>", true), ("<dialog open><b mark='it'></b></dialog>", false),
            ("<div popover><b mark='it'></b></div>", true),
            ("<x-card><shadow-root><slot name='s'></slot></shadow-root><b mark='it'></b></x-card>", true),
            ("<x-card><shadow-root><slot></slot></shadow-root><b mark='it'></b></x-card>", false),
            ("<b mark='it'></b>", false),
        ])
    func hidden(markup: String, isHidden: Bool) {
        let page = Markup.page(markup)
        #expect(PageIndex(page).isHiddenFromRoles(page.marked()) == isHidden)
    }
}
