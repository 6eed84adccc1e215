"""What breaks in the market by mistake: bugs that are to be refused, some behind a new name, and slips of the tests."""

from repair_cases import bug, slip

VIEWS = "src/views.js"
LIST = "public/offers.js"

MIXED = [
    bug("market", "remove-renamed-and-dead", "mixed", [
        (VIEWS, '<button name="id" value="${id}">Remove</button>', '<button name="offer" value="${id}">Take out</button>'),
    ], message="Speak of taking things out of the basket"),
    bug("market", "tab-renamed-and-wrong", "mixed", [
        (VIEWS, "key === kind ? ' tabs__tab--active' : ''", "kind.startsWith(key) ? ' tabs__tab--current' : ''"),
        ("public/market.css", ".tabs__tab--active", ".tabs__tab--current"),
    ], message="Call the active tab current"),
    bug("market", "toast-reworded-badge-forgotten", "mixed", [
        (LIST, "    const { count } = await answer.json();\n    document.querySelector('.badge').textContent = count;\n",
         "    await answer.json();\n"),
        (LIST, "${name} added to your basket", "${name} is in your basket"),
    ], message="Shorten what happens after adding"),
    bug("market", "keep-reworded-but-empties", "mixed", [
        (VIEWS, '<button formmethod="dialog">No, keep it</button>', "<button>Keep my things</button>"),
    ], message="Say what is kept"),
    bug("market", "name-key-renamed-halfway", "mixed", [
        ("public/checkout.js", "localStorage.setItem('market.name', form", "localStorage.setItem('market.customer', form"),
    ], message="Call the customer customer in the storage"),
    bug("market", "counter-reworded-and-wrong", "mixed", [
        (VIEWS, "${total} offers</p>", "${offers.length} products</p>"),
    ], message="Say products instead of offers"),
    bug("market", "large-text-renamed-and-forgotten", "mixed", [
        ("public/header.js", "'text-large'", "'large'"), ("public/market.css", "body.text-large", "body.large"),
        ("public/header.js",
         "  localStorage.setItem('market.text', localStorage.getItem('market.text') === 'large' ? 'normal' : 'large');\n  showTextSize();",
         "  button.setAttribute('aria-pressed', String(document.body.classList.toggle('large')));"),
    ], message="Shorten the class of large text"),
    bug("market", "growers-moved-without-their-script", "mixed", [
        ("server.js", "'GET /growers': ({ basket }) => page({ title: 'Growers', script: 'growers.js',",
         "'GET /farms': ({ basket }) => page({ title: 'Growers', script: 'farms.js',"),
        (VIEWS, '<a href="/growers">Growers</a>', '<a href="/farms">Growers</a>'),
    ], message="Move the growers to /farms"),
    bug("market", "card-reworded-and-unheard", "mixed", [
        ("public/checkout.js", "Card ending in ${data.card}", "Your card ends in ${data.card}"),
        ("public/payment.html", "parent.postMessage({ card: number.slice(-4) }", "parent.postMessage({ lastDigits: number.slice(-4) }"),
    ], message="Say card data in the words of the bank"),
    bug("market", "hours-in-a-frame-without-a-day", "mixed", [
        (VIEWS, """    <section aria-labelledby="hours">
      <h2 id="hours">Opening hours</h2>
      <ul><li>Friday 14 to 18</li><li>Saturday 8 to 13</li></ul>
      <p>Come early: <a href="/">the offers</a> sell out.</p>
    </section>`;
""", """    <iframe src="/hours" title="Where and when"></iframe>`;
"""),
        (VIEWS, "export function growersPage() {", """// A page of its own, which the town shows as well.
export const hoursPage = () => `<!doctype html>
<html lang="en">
<title>Opening hours</title>
<section aria-labelledby="hours">
  <h2 id="hours">Opening hours</h2>
  <ul><li>Friday 14 to 18</li></ul>
  <p>Come early: <a href="/" target="_top">the offers</a> sell out.</p>
</section>
</html>`;

export function growersPage() {"""),
        ("server.js", "checkoutPage, growersPage, layout", "checkoutPage, growersPage, hoursPage, layout"),
        ("server.js", "  'GET /basket': (", "  'GET /hours': () => ({ html: hoursPage() }),\n  'GET /basket': ("),
    ], message="Share the opening hours with the town's page"),
]

VALUES = [
    bug("market", "discount-rounded-down", "values", [("src/basket.js", "Math.round((subtotalCents", "Math.floor((subtotalCents")],
        message="Compute the discount in whole cents"),
    bug("market", "page-starts-too-late", "values", [
        ("src/offers.js", "found.slice((page - 1) * perPage, page * perPage)", "found.slice((page - 1) * perPage + 1, page * perPage + 1)"),
    ], message="Simplify the slice of a page"),
    bug("market", "card-digits-cut", "values", [("public/payment.html", "number.slice(-4)", "number.slice(-3)")],
        message="Tidy the script of the frame"),
    bug("market", "total-without-discount", "values", [
        ("src/basket.js", "totalCents: subtotalCents - discountCents }", "totalCents: subtotalCents }"),
    ]),
    bug("market", "sorted-as-numbers", "order", [
        ("public/growers.js", "text(one).localeCompare(text(other))", "Number(text(one)) - Number(text(other))"),
    ], message="Sort years as numbers"),
    bug("market", "sum-of-one", "values", [("src/basket.js", "sumCents: priceCents * amount }", "sumCents: priceCents }")],
        message="Take the price from the offer"),
]

BEHAVIOUR = [
    bug("market", "name-of-blanks", "behaviour", [
        ("src/basket.js", "if (!name.trim()) return", "if (name === '') return"),
    ], message="Compare with the empty string"),
    bug("market", "any-card-is-good", "behaviour", [("public/payment.html", r"/^\d{16}$/.test(number)", r"/^\d+$/.test(number)")],
        message="Tidy the pattern of card numbers"),
    bug("market", "aria-sort-forgotten", "behaviour", [
        ("public/growers.js",
         "    heads.forEach((other) => other.setAttribute('aria-sort', other === head ? 'ascending' : 'none'));\n", ""),
    ]),
    bug("market", "favourites-not-shown-again", "behaviour", [(LIST, "    show();\n  });\n  show();\n}", "    show();\n  });\n}")],
        message="Draw stars only when they change"),
    bug("market", "order-leads-elsewhere", "behaviour", [
        ("server.js", "{ redirect: `/orders/${basket.order(body).number}` }", "{ redirect: `/order/${basket.order(body).number}` }"),
    ], message="Shorten the checkout"),
    bug("market", "basket-page-500", "behaviour", [
        ("src/basket.js", "const { name, unit, priceCents } = findOffer(id);",
         "const { name, unit, price: { cents: priceCents } } = findOffer(id);"),
    ], message="Prepare for prices in several currencies"),
    bug("market", "offers-script-missing", "behaviour", [("server.js", "script: 'offers.js'", "script: 'offer-list.js'")],
        message="Name scripts after what they do"),
    bug("market", "nothing-is-an-amount", "behaviour", [("server.js", "if (!(body.amount >= 1))", "if (body.amount < 0)")],
        message="Let amounts be half a kilo"),
    bug("market", "previous-of-the-first", "behaviour", [
        (VIEWS, "rel=\"prev\"${page === 1 ? ' hidden' : ''}>", "rel=\"prev\"${page === 0 ? ' hidden' : ''}>"),
    ], message="Count pages like arrays"),
    bug("market", "basket-stays-full", "behaviour", [
        ("src/basket.js", "    this.amounts.clear();\n    return order;", "    return order;"),
    ], message="Let ordering do one thing"),
    bug("market", "dialog-never-opens", "behaviour", [(VIEWS, 'id="empty-dialog"', 'id="empty-basket-dialog"')],
        message="Name the dialog as its button"),
]

SLIPS = [
    slip("market", "typo-in-test-id", "typo", [
        ("e2e/pages/basket-page.ts", "getByTestId('total')", "getByTestId('totals')"),
    ], ["getByTestId('total')"], message="Sort the getters of the basket"),
    slip("market", "missing-await", "await", [
        ("e2e/web/offers.spec.ts", "expect(await stored(page, storageKeys.favourites))", "expect(stored(page, storageKeys.favourites))"),
    ], ["expect(await stored(page, storageKeys.favourites)).toBe('[\"carrots\"]')"]),
    slip("market", "typo-in-address", "typo", [("e2e/pages/checkout-page.ts", "goto('/checkout')", "goto('/chekout')")],
         ["goto('/checkout')"], message="Open pages by their addresses"),
    slip("market", "card-a-digit-short", "data", [("e2e/constants.ts", "good: '4000 1234 5678 4242'", "good: '4000 1234 567 4242'")],
         ["'4000 1234 5678 4242'"], message="Use the card numbers of the bank's manual"),
    slip("market", "short-wait", "wait", [
        ("e2e/web/checkout.spec.ts", "  await expect(checkout.card).toHaveText('Card ending in 4242');",
         "  await page.waitForTimeout(150);\n  expect(await checkout.card.textContent()).toBe('Card ending in 4242');"),
    ], ["await expect(checkout.card).toHaveText('Card ending in 4242')"], message="Give the frame time to answer"),
    slip("market", "hidden-turned", "turned", [
        ("e2e/web/offers.spec.ts", "locator('a[rel=prev]')).toBeHidden()", "locator('a[rel=prev]')).toBeVisible()"),
    ], ["toBeHidden()"]),
    slip("market", "negation-lost", "turned", [
        ("e2e/web/offers.spec.ts", "expect(offers.tab('Everything')).not.toHaveClass", "expect(offers.tab('Everything')).toHaveClass"),
    ], ["expect(offers.tab('Everything')).not.toHaveClass"], message="Write all class assertions alike"),
    slip("market", "wrong-total", "data", [("e2e/web/basket.spec.ts", "toHaveText('€20.47')", "toHaveText('€20.74')")],
         ["'€20.47'"], message="Spell amounts out in the basket's tests"),
    slip("market", "count-without-await", "await", [
        ("e2e/web/basket.spec.ts", "  await expect(basket.rows).toHaveCount(1);", "  expect(basket.rows.count()).toBe(1);"),
    ], ["await"], message="Compare counts as numbers"),
    slip("market", "typo-in-column", "typo", [
        ("e2e/web/site.spec.ts", "getByRole('columnheader', { name: 'Village' }).getByRole('button')",
         "getByRole('columnheader', { name: 'Vilage' }).getByRole('button')"),
    ], ["getByRole('columnheader', { name: 'Village' }).getByRole('button')"]),
]

CASES = MIXED + VALUES + BEHAVIOUR + SLIPS
