"""More of what the market's owners changed on purpose: what is in the way, comes later, lies elsewhere, or has another shape."""

from repair_cases import heal

VIEWS = "src/views.js"
LIST = "public/offers.js"

OVERLAYS = [
    heal("market", "cookie-banner", "overlay", [
        (VIEWS, "</body>", '  <div class="consent" role="dialog" aria-label="Cookies" hidden>\n'
         "    <p>We keep your basket in a cookie.</p> <button type=\"button\">That is fine</button>\n  </div>\n</body>"),
        ("public/header.js", "showTextSize();\n});", """showTextSize();
});

const consent = document.querySelector('.consent');
consent.hidden = localStorage.getItem('market.consent') === 'given';
consent.querySelector('button').addEventListener('click', () => {
  localStorage.setItem('market.consent', 'given');
  consent.hidden = true;
});
"""),
        ("public/market.css", ".toast {",
         ".consent:not([hidden]) { position: fixed; inset: 0; z-index: 9; padding: 30vh 20vw; background: #fffd; }\n.toast {"),
    ], [], message="Ask before we set cookies"),
    heal("market", "consent-beside-its-backdrop", "overlay", [
        (VIEWS, "</body>", '  <div class="shade" hidden></div>\n  <div class="consent" role="dialog" aria-label="Cookies" hidden>\n'
         "    <p>We keep your basket in a cookie.</p>\n    <button type=\"button\" class=\"more\">Cookie settings</button> "
         "<button type=\"button\" class=\"agree\">Accept all cookies</button>\n  </div>\n</body>"),
        ("public/header.js", "showTextSize();\n});", """showTextSize();
});

const asked = document.querySelectorAll('.shade, .consent');
for (const part of asked) part.hidden = localStorage.getItem('market.consent') === 'given';
document.querySelector('.agree').addEventListener('click', () => {
  localStorage.setItem('market.consent', 'given');
  for (const part of asked) part.hidden = true;
});
"""),
        ("public/market.css", ".toast {",
         ".shade:not([hidden]) { position: fixed; inset: 0; z-index: 8; background: #0009; }\n"
         ".consent:not([hidden]) { position: fixed; inset: auto 0 0; z-index: 9; background: #fff; }\n.toast {"),
    ], ["Accept all cookies"], message="Ask before we set cookies"),
    heal("market", "newsletter-dialog", "overlay", [
        (VIEWS, '<h1>Offers of the week</h1>', """<h1>Offers of the week</h1>
    <dialog id="newsletter" aria-label="Newsletter">
      <p>Offers by mail, each Wednesday?</p>
      <form method="dialog"><button>Yes, please</button> <button>Not now</button></form>
    </dialog>"""),
        (LIST, "const key = 'market.favourites';", """const newsletter = document.querySelector('#newsletter');
if (!sessionStorage.getItem('market.asked')) newsletter.showModal();
newsletter.addEventListener('close', () => sessionStorage.setItem('market.asked', 'yes'));

const key = 'market.favourites';"""),
    ], [], message="Tell people about the newsletter"),
]

TIME = [
    heal("market", "toast-after-a-while", "time", [
        (LIST, "    document.querySelector('.toast').textContent = `${name} added to your basket`;",
         "    // The animation of the basket comes first.\n"
         "    setTimeout(() => (document.querySelector('.toast').textContent = `${name} added to your basket`), 4500);"),
    ], ["timeout"], message="Animate the basket before the message"),
    heal("market", "bank-takes-its-time", "time", [
        ("public/payment.html", "location.origin), 600);", "location.origin), 7000);"),
    ], ["timeout"], message="Wait for the bank's second answer"),
    heal("market", "sorting-by-the-server", "time", [
        ("public/growers.js", "    table.tBodies[0].replaceChildren(...rows);\n"
         "    heads.forEach((other) => other.setAttribute('aria-sort', other === head ? 'ascending' : 'none'));",
         "    setTimeout(() => {\n      table.tBodies[0].replaceChildren(...rows);\n"
         "      heads.forEach((other) => other.setAttribute('aria-sort', other === head ? 'ascending' : 'none'));\n    }, 4000);"),
    ], ["timeout"], message="Let rows fade out and in when they are sorted"),
]

ADDRESSES = [
    heal("market", "growers-are-producers", "addresses", [
        ("server.js", "'GET /growers'", "'GET /producers'"), (VIEWS, 'href="/growers"', 'href="/producers"'),
    ], ["'/producers'"], message="Use the address that the town's page links to"),
    heal("market", "basket-is-a-cart", "addresses", [
        ("server.js", "'GET /basket'", "'GET /cart'"), ("server.js", "'POST /basket/", "'POST /cart/"),
        ("server.js", "redirect: '/basket'", "redirect: '/cart'"),
        (VIEWS, 'href="/basket"', 'href="/cart"'), (VIEWS, 'action="/basket/', 'action="/cart/'),
    ], ["goto('/cart')"], message="Move the basket to /cart"),
    heal("market", "page-parameter-shortened", "addresses", [
        (VIEWS, "page: number })", "p: number })"),
        ("server.js", "const found = listOffers({ kind, page: Number(query.get('page') ?? 1) });",
         "const found = listOffers({ kind, page: Number(query.get('p') ?? 1) });"),
    ], ["'/?p=2'"], message="Shorten the address of a page"),
    heal("market", "titles-in-another-form", "addresses", [
        (VIEWS, "<title>${title} | Farm market</title>", "<title>Farm market: ${title}</title>"),
    ], ["'Farm market: Offers'"], message="Put the market first in the titles"),
]

DATA = [
    heal("market", "offers-are-items", "data", [
        ("src/offers.js", "return { offers: found", "return { items: found"),
        (VIEWS, "offersPage({ offers, total", "offersPage({ items, total"), (VIEWS, "${offers.map(offerCard)", "${items.map(offerCard)"),
    ], ["items"], message="Call what a list has items, everywhere"),
    heal("market", "totals-in-an-object", "data", [
        ("server.js", "({ json: basket.summary() })", "({ json: summaryOf(basket) })"),
        ("server.js", "{ status: 201, json: basket.summary() }", "{ status: 201, json: summaryOf(basket) }"),
        ("server.js", "const page = (parts)", """function summaryOf(basket) {
  const { items, count, ...totals } = basket.summary();
  return { items, count, totals };
}

const page = (parts)"""),
    ], ["totals"], message="Keep the sums of a basket together"),
    heal("market", "favourites-under-another-key", "data", [(LIST, "'market.favourites'", "'market.stars'")], ["'market.stars'"],
         message="Call stars stars in the storage too"),
    heal("market", "favourites-in-another-format", "data", [
        (LIST, "new Set(JSON.parse(localStorage.getItem(key) ?? '[]'))",
         "new Set((localStorage.getItem(key) ?? '').split(',').filter(Boolean))"),
        (LIST, "JSON.stringify([...favourites])", "[...favourites].join(',')"),
    ], ["toBe('carrots')"], message="Keep favourites as plain words"),
    heal("market", "five-on-a-page", "data", [("src/offers.js", "const perPage = 6;", "const perPage = 5;")],
         ["toHaveCount(5)", "'Potatoes'", "'potatoes'"], message="Show five offers on a page, so that they fit on one screen"),
    heal("market", "numbers-with-four-digits", "data", [
        ("src/basket.js", "number: `M-${this.orders.length + 1}`", "number: `M-${String(this.orders.length + 1).padStart(4, '0')}`"),
    ], ["'/orders/M-0001'", "toHaveText('M-0001')"], message="Give orders numbers of four digits"),
]

CASES = OVERLAYS + TIME + ADDRESSES + DATA
