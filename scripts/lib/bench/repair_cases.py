"""What breaks the samples' suites: drift that is to be healed, bugs that are to be refused, mistakes of tests that are to be undone.

A case is a name, its family, the right verdict, and edits of files: (path, what stands there once, what comes in its place). For
what is to be healed `fix` has what the patch has to bring, so that a patch that is green for another reason counts as wrong.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    app: str
    name: str
    family: str
    verdict: str
    edits: tuple
    message: str
    fix: tuple = ()


def heal(app, name, family, edits, fix, message="Use the words that people know"):
    return Case(app, name, family, "test-outdated", tuple(edits), message, tuple(fix))


def bug(app, name, family, edits, message="Tidy the code"):
    return Case(app, name, family, "app-bug", tuple(edits), message)


def slip(app, name, family, edits, fix, message="Tidy the tests"):
    return Case(app, name, family, "test-bug", tuple(edits), message, tuple(fix))


DESK = [
    heal("desk", "message-reworded", "words", [("tickets.js", "A ticket needs a subject", "Please say what it is about")],
         ["'Please say what it is about'"]),
    heal("desk", "counter-reworded", "words",
         [("public/desk.js", "${tickets.length} tickets`", "${tickets.length} requests`")],
         ["'1 of 1 requests'", "'1 of 4 requests'"]),
    heal("desk", "label-reworded", "words", [("public/index.html", "Subject contains", "Find in subjects")],
         ["getByLabel('Find in subjects')"]),
    heal("desk", "test-id-renamed", "names",
         [("public/desk.js", "made.dataset.testid = `row-${ticket.id}`", "made.dataset.testid = `ticket-${ticket.id}`")], []),
    heal("desk", "list-renamed", "names",
         [("public/index.html", '<tbody id="rows">', '<tbody id="tickets">'), ("public/desk.js", "'#rows'", "'#tickets'")],
         ["#tickets tr"]),
    heal("desk", "button-and-message-reworded", "words",
         [("public/index.html", 'class="primary">Create</button>', 'class="primary">Open ticket</button>'),
          ("tickets.js", "A ticket needs a subject", "Please say what it is about")], []),
    heal("desk", "later-message", "time",
         [("public/desk.js", "    form.querySelector('[role=\"alert\"]').textContent = error.message;",
           "    setTimeout(() => (form.querySelector('[role=\"alert\"]').textContent = error.message), 6000);")],
         ["timeout"], message="Let the dialog settle before it complains"),
    heal("desk", "field-renamed", "data", [
        ("server.js", "{ tickets: tickets.filtered(", "{ items: tickets.filtered("),
        ("public/desk.js", "const { tickets } = await call(`?status=${status}`);",
         "const { items: tickets } = await call(`?status=${status}`);")], ["items"], message="Call what a list has items"),
    heal("desk", "consent-banner", "overlay",
         [("public/index.html", "  <header>",
           '  <div role="dialog" aria-label="Cookies" id="consent" style="position:fixed;inset:0;background:#fffc;z-index:9">\n'
           '    <p>We use cookies.</p><button onclick="document.querySelector(\'#consent\').remove()">Accept all</button>\n'
           "  </div>\n  <header>")], []),
    heal("desk", "priority-class-renamed", "names",
         [("public/desk.js", "`priority priority-${ticket.priority}`", "`urgency urgency-${ticket.priority}`")], [".urgency"]),
    heal("desk", "second-button", "ambiguity",
         [("public/desk.js", "actions.append(' ', button('Close', () => change(ticket, { status: 'closed' })));",
           "actions.append(' ', button('Close', () => change(ticket, { status: 'closed' })),\n"
           "    ' ', button('Close as spam', () => change(ticket, { status: 'spam' })));")],
         ["exact: true"], message="Let tickets be closed as spam"),
    heal("desk", "summary-in-a-footer", "structure",
         [("public/index.html", '    <p role="status" id="summary"></p>\n', ""),
          ("public/index.html", "    </table>\n", '    </table>\n    <footer><p id="summary" class="summary"></p></footer>\n')],
         [], message="Put the summary below the table"),
    bug("desk", "reworded-and-wrong", "mixed",
        [("public/desk.js", "${shown.length} of ${tickets.length} tickets`", "${shown.length + 1} of ${tickets.length} requests`")],
        message="Call them requests"),
    bug("desk", "renamed-and-dead", "mixed",
        [("public/desk.js", "button('Take', () => change(ticket, { assignee: 'me' }))", "button('Assign to me', () => change(ticket, {}))")],
        message="Say what taking means"),
    bug("desk", "counter-wrong", "values",
        [("public/desk.js", "${shown.length} of ${tickets.length}", "${shown.length} of ${shown.length}")]),
    bug("desk", "close-is-not-kept", "behaviour",
        [("public/desk.js", "await call(`/${ticket.id}`, 'PATCH', changes);\n  await load();", "await load();")]),
    bug("desk", "states-exchanged", "values", [("tickets.js", "status: 'waiting'", "status: 'closed'")]),
    bug("desk", "search-by-case", "behaviour",
        [("public/desk.js", "ticket.subject.toLowerCase().includes(words.trim().toLowerCase())",
          "ticket.subject.includes(words.trim())")]),
    bug("desk", "validation-gone", "behaviour",
        [("tickets.js", "return 'A ticket needs a subject'", "return undefined")]),
    bug("desk", "taken-by-nobody", "values", [("public/desk.js", "{ assignee: 'me' }", "{ assignee: 'nobody' }")]),
    slip("desk", "typo-in-label", "typo",
         [("tests/pages/desk-page.mjs", "getByLabel('Subject contains')", "getByLabel('Subject contain:')")],
         ["getByLabel('Subject contains')"]),
    slip("desk", "expectation-turned", "turned",
         [("tests/new-ticket.spec.mjs", "expect(desk.dialog.root).toBeHidden()", "expect(desk.dialog.root).toBeVisible()")],
         ["toBeHidden()"]),
    slip("desk", "missing-await", "await",
         [("tests/list.spec.mjs", "await expect(desk.row(2).locator('.assignee')).toHaveText('me');",
           "expect(desk.row(2).locator('.assignee').textContent()).toBe('me');")],
         ["await expect(desk.row(2).locator('.assignee')).toHaveText('me')"]),
    slip("desk", "wrong-data", "data",
         [("tests/list.spec.mjs", "toHaveText(['Cannot print'])", "toHaveText(['Can not print'])")], ["'Cannot print'"]),
]

NOTES = [
    heal("notes", "message-reworded", "words", [("server.js", "A note needs a title", "Give the note a title")],
         ["'Give the note a title'"]),
    heal("notes", "counter-reworded", "words",
         [("public/notes.js", "'1 note' : `${shown.length} notes`", "'1 entry' : `${shown.length} entries`")],
         ["entries"]),
    heal("notes", "heading-reworded", "words", [
        ("public/notes.js", "inArchive() ? 'Archive' : 'My notes'", "inArchive() ? 'Archive' : 'Notebook'"),
        ("public/notes.js", "<h1>My notes</h1>", "<h1>Notebook</h1>")], ["'Notebook'"]),
    heal("notes", "class-renamed", "names",
         [("public/notes.js", '<h2 class="note-title"></h2>', '<h2 class="title"></h2>'),
          ("public/notes.js", "item.querySelector('.note-title')", "item.querySelector('.title')")], [".title"]),
    heal("notes", "placeholder-reworded", "words",
         [("public/notes.js", 'placeholder="Search notes"', 'placeholder="Find notes"')], ["getByPlaceholder('Find notes')"]),
    heal("notes", "label-became-placeholder", "structure",
         [("public/notes.js", '<label>Title <input name="title"></label>', '<input name="title" placeholder="Title">')],
         [], message="Draw the editor without labels"),
    heal("notes", "button-became-link", "element",
         [("public/notes.js", '<button type="button" class="pin">${note.pinned ? \'Unpin\' : \'Pin\'}</button>',
           '<a href="#" role="link" class="pin">${note.pinned ? \'Unpin\' : \'Pin\'}</a>'),
          ("public/notes.js", ".pin').onclick = () => change(note, { pinned: !note.pinned });",
           ".pin').onclick = (event) => {\n    event.preventDefault();\n    change(note, { pinned: !note.pinned });\n  };")],
         ["link"], message="Draw pinning as a link"),
    bug("notes", "renamed-and-unpinned", "mixed",
        [("public/notes.js", "note.pinned ? 'Unpin' : 'Pin'", "note.pinned ? 'Loosen' : 'Stick'"),
         ("public/notes.js", "change(note, { pinned: !note.pinned })", "change(note, { pinned: note.pinned })")],
        message="Use friendlier words"),
    bug("notes", "pinned-last", "order", [("public/notes.js", "other.pinned - one.pinned", "one.pinned - other.pinned")]),
    bug("notes", "delete-is-not-kept", "behaviour", [("public/notes.js", "await call('DELETE', note.id);", "")]),
    bug("notes", "counts-all", "values",
        [("public/notes.js", "`${shown.length} notes`", "`${state.notes.length + 1} notes`")]),
    bug("notes", "title-not-trimmed", "behaviour", [("server.js", "if (!title.trim())", "if (!title)")]),
    bug("notes", "headings-exchanged", "values",
        [("public/notes.js", "inArchive() ? 'Archive' : 'My notes'", "inArchive() ? 'My notes' : 'Archive'")]),
    slip("notes", "typo-in-placeholder", "typo",
         [("tests/order.spec.js", "getByPlaceholder('Search notes')", "getByPlaceholder('Serch notes')")],
         ["getByPlaceholder('Search notes')"]),
    slip("notes", "wrong-order", "data",
         [("tests/order.spec.js", "toHaveText(['First', 'Second']);", "toHaveText(['Second', 'First']);")],
         ["['First', 'Second']"]),
]

SHOP = [
    heal("shop", "message-reworded", "words", [("app/pages.js", "Your cart is empty.", "There is nothing in your cart.")],
         ["'There is nothing in your cart.'"]),
    heal("shop", "cart-moved", "addresses", [
        ("app/pages.js", "if (url.pathname === '/cart') return", "if (url.pathname === '/basket') return"),
        ("app/layout.js", 'href="/cart"', 'href="/basket"')], ["'/basket'"], message="Call the cart's page basket"),
    heal("shop", "nothing-found-reworded", "words",
         [("public/catalogue.js", "No products found", "We have no such thing")], ["'We have no such thing'"]),
    heal("shop", "login-button-reworded", "words",
         [("app/pages.js", '<button type="submit" class="primary">Place order</button>',
           '<button type="submit" class="primary">Buy now</button>')], ["'Buy now'"]),
    heal("shop", "field-renamed", "data",
         [("app/cart.js", "totalCents", "sumCents"), ("app/pages.js", "totalCents", "sumCents"),
          ("app/orders.js", "totalCents", "sumCents"), ("public/cart.js", "totalCents", "sumCents")],
         ["sumCents"], message="Call the total sum"),
    bug("shop", "moved-and-lost", "mixed", [
        ("app/pages.js", "if (url.pathname === '/cart') return", "if (url.pathname === '/baskets') return"),
        ("app/layout.js", 'href="/cart"', 'href="/basket"')], message="Call the cart's page basket"),
    bug("shop", "total-without-discount", "values",
        [("app/cart.js", "subtotalCents - discountCents", "subtotalCents")]),
    bug("shop", "login-leads-elsewhere", "behaviour", [("app/pages.js", "{ redirect: `/login?next=", "{ redirect: `/?next="),]),
    slip("shop", "typo-in-address", "typo",
         [("tests/pages/cart-page.ts", "goto('/cart')", "goto('/card')")], ["goto('/cart')"]),
]

CASES = DESK + NOTES + SHOP
