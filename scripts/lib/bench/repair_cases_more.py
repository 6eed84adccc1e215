"""More of what breaks the suites of the desk, the notes and the shop."""

from repair_cases import bug, heal, slip

INDEX = "public/index.html"
SCRIPT = "public/desk.js"
DRAWN = "public/notes.js"

DESK = [
    heal("desk", "moved-below-a-path", "addresses", [
        ("server.js", "name === '/' ? 'index.html'", "name === '/desk' ? 'index.html'"),
        (INDEX, '<a href="/">Tickets</a>', '<a href="/desk">Tickets</a>'),
    ], ["/desk"], message="Make room for the start page of the company"),
    heal("desk", "first-three", "data", [
        (SCRIPT, "  rows.replaceChildren(...shown.map(row));",
         "  rows.replaceChildren(...(more.hidden ? shown : shown.slice(0, 3)).map(row));"),
        (SCRIPT, "const form = document", "const more = document.querySelector('#more');\nconst form = document"),
        (SCRIPT, "filters.addEventListener('input', load);",
         "more.addEventListener('click', () => {\n  more.hidden = true;\n  load();\n});\nfilters.addEventListener('input', load);"),
        (INDEX, "    </table>\n", '    </table>\n    <button type="button" id="more">Show all tickets</button>\n'),
    ], ["Show all tickets"], message="Show three tickets first, so that the page is short"),
    heal("desk", "two-on-a-page", "data", [
        (SCRIPT, "  rows.replaceChildren(...shown.map(row));",
         "  const pages = Math.max(1, Math.ceil(shown.length / 2));\n  turned = Math.min(turned, pages - 1);\n"
         "  rows.replaceChildren(...shown.slice(turned * 2, turned * 2 + 2).map(row));\n"
         "  next.disabled = turned === pages - 1;"),
        (SCRIPT, "const form = document", "const next = document.querySelector('#next');\nlet turned = 0;\nconst form = document"),
        (SCRIPT, "filters.addEventListener('input', load);",
         "next.addEventListener('click', () => {\n  turned += 1;\n  load();\n});\nfilters.addEventListener('input', load);"),
        (INDEX, "    </table>\n", '    </table>\n    <button type="button" id="next">Next page</button>\n'),
        ("tests/new-ticket.spec.mjs", "toHaveCount(4)", "toHaveCount(2)"),
    ], ["Next page"], message="Show two tickets on a page"),
    bug("desk", "next-page-is-dead", "mixed", [
        (SCRIPT, "  rows.replaceChildren(...shown.map(row));",
         "  rows.replaceChildren(...shown.slice(turned * 3, turned * 3 + 3).map(row));"),
        (SCRIPT, "const form = document", "const next = document.querySelector('#next');\nlet turned = 0;\nconst form = document"),
        (SCRIPT, "filters.addEventListener('input', load);",
         "next.addEventListener('click', () => {\n  turned += 1;\n});\nfilters.addEventListener('input', load);"),
        (INDEX, "    </table>\n", '    </table>\n    <button type="button" id="next">Next page</button>\n'),
    ], message="Show three tickets on a page"),
    heal("desk", "list-comes-late", "time", [
        (SCRIPT, "filters.addEventListener('submit', (event) => event.preventDefault());\nload();",
         "filters.addEventListener('submit', (event) => event.preventDefault());\nsetTimeout(load, 6000);"),
    ], ["timeout"], message="Let the single sign-on finish before the list is asked for"),
    heal("desk", "tour-at-first", "overlay", [
        (INDEX, "  <dialog id=\"ticket-dialog\"", '  <dialog id="tour" aria-label="Tour">\n    <p>New here? We show you around.</p>\n'
         '    <form method="dialog"><button>Start the tour</button> <button>Skip the tour</button></form>\n  </dialog>\n'
         '  <dialog id="ticket-dialog"'),
        (SCRIPT, "function openDialog() {", """const tour = document.querySelector('#tour');
if (!localStorage.getItem('desk.tour')) tour.showModal();
tour.addEventListener('close', () => localStorage.setItem('desk.tour', 'seen'));

function openDialog() {"""),
    ], [], message="Show newcomers around"),
    heal("desk", "priority-became-radios", "element", [
        (INDEX, """      <label>Priority
        <select name="priority"><option>low</option><option selected>normal</option><option>high</option></select>
      </label>
""", """      <fieldset><legend>Priority</legend>
        <label><input type="radio" name="priority" value="low"> low</label>
        <label><input type="radio" name="priority" value="normal" checked> normal</label>
        <label><input type="radio" name="priority" value="high"> high</label>
      </fieldset>
"""),
    ], [], message="Show all priorities at once"),
    heal("desk", "alert-became-status", "roles", [
        (INDEX, '      <p role="alert"></p>', '      <p role="status"></p>'),
        (SCRIPT, "form.querySelector('[role=\"alert\"]')", "form.querySelector('[role=\"status\"]')"),
        ("public/style.css", '[role="alert"]', 'dialog [role="status"]'),
    ], ["getByRole('status')"], message="Do not interrupt screen readers for a missing field"),
    heal("desk", "navigation-relabelled", "roles", [(INDEX, '<nav aria-label="Main">', '<nav aria-label="Tickets">')], ["'Tickets'"],
         message="Tell the navigations of our apps apart"),
    heal("desk", "subject-of-the-mail", "ambiguity", [
        (INDEX, '      <label>Customer <input name="customer"></label>',
         '      <label>Subject of the answer <input name="answer"></label>\n      <label>Customer <input name="customer"></label>'),
    ], ["exact: true"], message="Let the first answer have a subject of its own"),
    bug("desk", "cancel-renamed-and-dead", "mixed", [
        (INDEX, 'class="cancel">Cancel<', 'class="discard">Discard<'),
        (SCRIPT, "form.querySelector('.cancel').addEventListener", "form.querySelector('.cancel')?.addEventListener"),
    ], message="Say that the ticket is discarded"),
    bug("desk", "waiting-renamed-halfway", "mixed", [
        (INDEX, '<option value="waiting">Waiting</option>', '<option value="on-hold">On hold</option>'),
    ], message="Say on hold instead of waiting"),
    bug("desk", "priority-lost-by-a-name", "mixed", [
        (INDEX, '<label>Priority\n        <select name="priority">', '<label>Urgency\n        <select name="urgency">'),
        ("tickets.js", "add({ subject, customer, priority })", "add({ subject, customer, priority = 'normal' })"),
        ("tickets.js", "problemOf({ subject = '', customer = '', priority })",
         "problemOf({ subject = '', customer = '', priority = 'normal' })"),
    ], message="Speak of urgency in the dialog"),
    bug("desk", "any-priority", "behaviour", [
        ("tickets.js", "if (!priorities.includes(priority)) return", "if (!priority) return"),
    ], message="Do not look priorities up twice"),
    bug("desk", "take-stays", "behaviour", [
        (SCRIPT, "  if (!ticket.assignee) actions.append(button('Take'", "  if (ticket.status !== 'closed') actions.append(button('Take'"),
    ], message="Ask both buttons the same question"),
    slip("desk", "option-mistyped", "typo", [("tests/list.spec.mjs", "selectOption('waiting')", "selectOption('wating')")],
         ["selectOption('waiting')"]),
    slip("desk", "json-not-awaited", "await", [
        ("tests/tickets.api.spec.mjs", "const { tickets } = await answer.json();", "const { tickets } = answer.json();"),
    ], ["await answer.json()"], message="Read answers in one way"),
]

NOTES = [
    heal("notes", "count-in-the-toolbar", "structure", [
        (DRAWN, '      <p class="count" data-testid="note-count"></p>\n', ""),
        (DRAWN, 'aria-label="Search">\n', 'aria-label="Search">\n        <p class="count" data-testid="note-count"></p>\n'),
    ], [], message="Show the number of notes beside the search"),
    heal("notes", "save-as-draft", "ambiguity", [
        (DRAWN, '        <button type="submit">Save note</button>',
         '        <button type="button" class="draft">Save note as a draft</button>\n        <button type="submit">Save note</button>'),
        (DRAWN, "window.addEventListener('hashchange', draw);", """document.querySelector('.draft').addEventListener('click', () => {
  localStorage.draft = JSON.stringify(Object.fromEntries(new FormData(document.querySelector('.editor'))));
});
window.addEventListener('hashchange', draw);"""),
    ], ["button:text-is(\"Save note\")"], message="Keep drafts in the browser"),
    bug("notes", "save-as-draft-and-not-saved", "mixed", [
        (DRAWN, '        <button type="submit">Save note</button>',
         '        <button type="button" class="draft">Save note as a draft</button>\n        <button type="submit">Save note</button>'),
        (DRAWN, "    state.notes.unshift(await call('POST', '', Object.fromEntries(new FormData(form))));",
         "    if (localStorage.draft) state.notes.unshift(JSON.parse(localStorage.draft));"),
        (DRAWN, "window.addEventListener('hashchange', draw);", """document.querySelector('.draft').addEventListener('click', () => {
  localStorage.draft = JSON.stringify(Object.fromEntries(new FormData(document.querySelector('.editor'))));
});
window.addEventListener('hashchange', draw);"""),
    ], message="Keep drafts in the browser"),
    heal("notes", "actions-in-a-menu", "structure", [
        (DRAWN, """      <button type="button" class="archive">${note.archived ? 'Restore' : 'Archive'}</button>
      <button type="button" class="delete">Delete</button>
""", """      <details>
        <summary>More</summary>
        <button type="button" class="archive">${note.archived ? 'Restore' : 'Archive'}</button>
        <button type="button" class="delete">Delete</button>
      </details>
"""),
    ], [], message="Put what is rarely used into a menu"),
    heal("notes", "welcome-in-the-way", "overlay", [
        (INDEX, '  <div id="app"></div>', """  <div id="app"></div>
  <section id="welcome" aria-label="Welcome" hidden>
    <p>Your notes stay in a notebook that only this browser knows.</p>
    <button type="button">Start writing</button>
  </section>"""),
        (DRAWN, "window.addEventListener('hashchange', draw);", """const welcome = document.querySelector('#welcome');
welcome.hidden = localStorage.welcomed === 'yes';
welcome.querySelector('button').onclick = () => {
  localStorage.welcomed = 'yes';
  welcome.hidden = true;
};
window.addEventListener('hashchange', draw);"""),
        ("public/style.css", ".message {",
         "#welcome:not([hidden]) { position: fixed; inset: 0; padding: 20vh 20vw; background: #fbf8f1ee; }\n.message {"),
    ], [], message="Say where notes are kept"),
    heal("notes", "message-comes-late", "time", [
        (DRAWN, "  document.querySelector('.message').textContent = state.message;",
         "  setTimeout(() => (document.querySelector('.message').textContent = state.message), 4200);"),
    ], ["timeout"], message="Do not show a message while the note may still be saved"),
    heal("notes", "titles-no-headings", "element", [
        (DRAWN, '<h2 class="note-title"></h2>', '<strong class="note-title"></strong>'), ("public/style.css", ".note h2", ".note strong"),
    ], [], message="Keep headings for the page"),
    heal("notes", "title-label-reworded", "words", [(DRAWN, "<label>Title <input", "<label>What is it about? <input")],
         ["'What is it about?'"], message="Ask people for a title in their words"),
    heal("notes", "pin-became-a-checkbox", "element", [
        (DRAWN, "<button type=\"button\" class=\"pin\">${note.pinned ? 'Unpin' : 'Pin'}</button>",
         "<label><input type=\"checkbox\" class=\"pin\"${note.pinned ? ' checked' : ''}> Pin</label>"),
    ], [], message="Pinned or not: that is a checkbox"),
    heal("notes", "pinned-class-renamed", "names", [
        (DRAWN, "'note pinned'", "'note note--pinned'"), ("public/style.css", ".note.pinned", ".note--pinned"),
    ], ["note--pinned"], message="Name modifiers after their block"),
    bug("notes", "archive-link-renamed-and-all-shown", "mixed", [
        (DRAWN, 'class="archive-link"', 'class="shelf-link"'),
        (DRAWN, ".filter((note) => note.archived === inArchive())", ".filter((note) => inArchive() || !note.archived)"),
    ], message="Call the archive's link shelf in the styles"),
    bug("notes", "form-not-cleared", "behaviour", [(DRAWN, "    form.reset();\n", "")], message="Save in fewer lines"),
    bug("notes", "note-not-kept", "behaviour", [("server.js", "  notes.unshift(note);\n", "")], message="Answer with the note at once"),
    bug("notes", "newest-last", "order", [(DRAWN, "state.notes.unshift(await", "state.notes.push(await")],
        message="Append instead of moving the whole array"),
    slip("notes", "typo-in-a-helper", "typo", [("tests/helpers.js", 'button:has-text("Save note")', 'button:has-text("Save notes")')],
         ['button:has-text("Save note")']),
    slip("notes", "count-turned", "turned", [
        ("tests/order.spec.js", "locator('.note.pinned')).toHaveCount(1)", "locator('.note.pinned')).toHaveCount(0)"),
    ], ["toHaveCount(1)"], message="Count from zero"),
]

SHOP = [
    heal("shop", "cookie-banner", "overlay", [
        ("app/layout.js", "</body>",
         '  <div class="cookies" role="dialog" aria-label="Cookies" hidden>\n    <p>Your cart lives in a cookie.</p>\n'
         '    <button type="button">Understood</button>\n  </div>\n</body>'),
        ("public/header.js", "document.querySelector('#log-out')", """const cookies = document.querySelector('.cookies');
cookies.hidden = localStorage.getItem('cookies') === 'understood';
cookies.querySelector('button').addEventListener('click', () => {
  localStorage.setItem('cookies', 'understood');
  cookies.hidden = true;
});

document.querySelector('#log-out')"""),
        ("public/style.css", ".badge",
         ".cookies:not([hidden]) { position: fixed; inset: 0; z-index: 9; padding: 20vh; background: #fffe; }\n.badge"),
    ], [], message="Tell people about the cookie"),
    heal("shop", "quantity-became-a-select", "element", [
        ("app/pages.js", '<input type="number" name="quantity" value="1" min="1" max="20">',
         '<select name="quantity">${[1, 2, 3, 4, 5].map((number) => html`<option>${number}</option>`)}</select>'),
    ], ["selectOption("], message="Most people want five at most"),
    heal("shop", "lines-renamed", "names", [("public/cart.js", "`line-${line.slug}`", "`cart-line-${line.slug}`")], ["`cart-line-${"],
         message="Say in the test id whose line it is"),
    heal("shop", "titles-in-another-form", "addresses", [
        ("app/layout.js", "<title>${title} – Harbour Goods</title>", "<title>Harbour Goods | ${title}</title>"),
    ], ["'Harbour Goods | About us'", "'Harbour Goods | Log in'"], message="Put the brand first in the titles"),
    heal("shop", "refusal-comes-late", "time", [
        ("public/cart.js", "    couponMessage.textContent = error.message;", "    // Codes are not to be guessed quickly.\n"
         "    setTimeout(() => (couponMessage.textContent = error.message), 4500);"),
    ], ["timeout"], message="Slow down who guesses discount codes"),
    heal("shop", "login-heading-reworded", "roles", [
        ("app/pages.js", "return html`<h1>Log in</h1>", "return html`<h1>Welcome back</h1>"),
    ], ['heading "Welcome back" [level=1]', "name: 'Welcome back'"], message="Greet those who come back"),
    heal("shop", "products-of-the-month", "ambiguity", [
        ("app/pages.js", '    <ul class="product-grid" aria-label="Products" aria-busy="true" id="products"></ul>',
         '    <ul class="product-grid" aria-label="Products" aria-busy="true" id="products"></ul>\n'
         '    <h2>Of the month</h2>\n    <ul aria-label="Products of the month"><li><h3>Oilskin jacket</h3>, from June</li></ul>'),
    ], ["exact: true"], message="Announce what comes next"),
    heal("shop", "ship-to-renamed", "data", [("app/orders.js", "shipTo: address", "deliverTo: address")], ["deliverTo: address"],
         message="Call the address as the carrier does"),
    heal("shop", "products-are-goods", "addresses", [
        ("app/pages.js", "if (first === 'products')", "if (first === 'goods')"),
        ("public/catalogue.js", "href: `/products/${", "href: `/goods/${"),
    ], ["`/goods/${slug}`", "'/goods/brass-pen'"], message="We sell goods"),
    bug("shop", "code-in-small-letters", "behaviour", [("public/cart.js", ".trim().toUpperCase()", ".trim()")],
        message="Send codes as they are"),
    bug("shop", "guest-at-the-checkout", "behaviour", [
        ("app/pages.js", "return customersOnly(url, visitor, () => page('Checkout', visitor, checkout(visitor), 'checkout.js'));",
         "return page('Checkout', visitor, checkout(visitor), 'checkout.js');"),
    ], message="Leave asking for the customer to the API"),
    bug("shop", "aria-invalid-forgotten", "behaviour", [
        ("public/checkout.js", "    input.setAttribute('aria-invalid', String(problem !== ''));\n", ""),
    ]),
    bug("shop", "any-password-behind-new-words", "mixed", [
        ("app/api.js", "'E-mail or password is wrong'", "'We do not know this customer'"),
        ("app/customers.js", "customer.email === email && customer.password === password)",
         "customer.email === email && Boolean(password))"),
    ], message="Do not tell which of both was wrong"),
    bug("shop", "sold-out-reworded-and-sold", "mixed", [
        ("app/pages.js", "${soldOut ? 'Sold out' : 'In stock'}", "${soldOut ? 'Back soon' : 'In stock'}"),
        ("app/pages.js", "class=\"primary\"${soldOut ? html` disabled` : ''}>", 'class="primary">'),
    ], message="Say that sold-out things come back"),
    bug("shop", "sort-reworded-and-turned", "mixed", [
        ("app/pages.js", '<option value="price-up">Price, low to high</option>', '<option value="price-down">Cheapest first</option>'),
        ("app/pages.js", '<option value="price-down">Price, high to low</option>',
         '<option value="price-up">Most expensive first</option>'),
    ], message="Sort in plain words"),
    slip("shop", "typo-in-the-api", "typo", [("tests/fixtures.ts", "post('/api/cart/lines'", "post('/api/cart/line'")],
         ["post('/api/cart/lines'"], message="Put things into the cart in one place"),
    slip("shop", "invalid-turned", "turned", [
        ("tests/modules/checkout.spec.ts", "toHaveAttribute('aria-invalid', 'true')", "toHaveAttribute('aria-invalid', 'false')"),
    ], ["'aria-invalid', 'true'"]),
]

CASES = DESK + NOTES + SHOP
