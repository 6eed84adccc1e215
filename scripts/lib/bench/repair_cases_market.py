"""What the market's owners changed on purpose: drift of its suite that is to be healed, by family."""

from repair_cases import heal

VIEWS = "src/views.js"
LIST = "public/offers.js"

NAMES = [
    heal("market", "offer-block-renamed", "names", [
        (VIEWS, 'class="offer"', 'class="product"'), (VIEWS, "offer__", "product__"),
        (LIST, "'.offer__add'", "'.product__add'"), (LIST, "'.offer__star'", "'.product__star'"),
        (LIST, "closest('.offer').querySelector('.offer__name')", "closest('.product').querySelector('.product__name')"),
        ("public/market.css", ".offer {", ".product {"), ("public/market.css", ".offer__star", ".product__star"),
    ], [], message="Name the offers' block after what it shows"),
    heal("market", "test-id-attribute-renamed", "names", [(VIEWS, "data-test=", "data-testid=")], [],
         message="Use data-testid as in our other apps"),
    heal("market", "active-tab-renamed", "names", [
        (VIEWS, "' tabs__tab--active'", "' is-current'"), ("public/market.css", ".tabs__tab--active", ".tabs__tab.is-current"),
    ], ["not.toHaveClass(/is-current/)"], message="Name states the same way in all blocks"),
    heal("market", "frame-renamed", "names", [
        (VIEWS, 'name="payment" title="Card payment"', 'name="card-payment" title="Card payment"'),
    ], [], message="Name the frame as the payment service does"),
    heal("market", "table-classes-in-kebab-case", "names", [
        (VIEWS, "basket__row", "basket-row"), (VIEWS, "basket__sum", "basket-sum"),
        ("public/market.css", ".basket__sum", ".basket-sum"),
    ], ["basket-row", "basket-sum"], message="Write class names in kebab case"),
    heal("market", "large-text-class-renamed", "names", [
        ("public/header.js", "'text-large'", "'large-text'"), ("public/market.css", "body.text-large", "body.large-text"),
    ], ["toHaveClass('large-text')"], message="Call the class as the button is called"),
]

WORDS = [
    heal("market", "heading-and-title-reworded", "words", [
        (VIEWS, "<h1>Offers of the week</h1>", "<h1>Fresh this week</h1>"),
        ("server.js", "title: 'Offers'", "title: 'Fresh this week'"),
    ], ["'Fresh this week | Farm market'", "'Fresh this week'"], message="Say that the offers are fresh"),
    heal("market", "empty-reworded", "words", [
        (VIEWS, "There is nothing in your basket yet.", "Your basket is empty."),
    ], ["Your basket is empty."], message="Say it shorter"),
    heal("market", "tab-reworded", "words", [
        ("src/offers.js", "fruit: 'Fruit'", "fruit: 'Orchard'"),
    ], ["tab('Orchard')"], message="Apples are not all that an orchard has"),
    heal("market", "toast-reworded", "words", [
        (LIST, "${name} added to your basket", "${name} is in your basket now"),
    ], ["'Goat cheese is in your basket now'"]),
    heal("market", "basket-in-german", "words", [
        (VIEWS, "<h1>Your basket</h1>", "<h1>Ihr Korb</h1>"),
        (VIEWS, "There is nothing in your basket yet.", "Ihr Korb ist noch leer."),
        (VIEWS, ">Remove</button>", ">Entfernen</button>"), (VIEWS, "Empty the basket?", "Korb leeren?"),
        (VIEWS, "Yes, empty it", "Ja, leeren"), (VIEWS, "No, keep it", "Nein, behalten"),
        (VIEWS, ">Empty basket</button>", ">Korb leeren</button>"), (VIEWS, ">Order these</a>", ">Bestellen</a>"),
        (VIEWS, '<th scope="col">Product</th><th scope="col">Amount</th><th scope="col">Sum</th>',
         '<th scope="col">Ware</th><th scope="col">Menge</th><th scope="col">Summe</th>'),
        (VIEWS, "<dt>Discount</dt>", "<dt>Rabatt</dt>"), (VIEWS, "<dt>Total</dt>", "<dt>Gesamt</dt>"),
    ], ["'Entfernen'", "'Korb leeren?'", "'Ja, leeren'", "'Nein, behalten'", "'Ihr Korb ist noch leer.'"],
         message="Speak German in the basket"),
    heal("market", "dialog-buttons-shortened", "words", [
        (VIEWS, "Yes, empty it", "Empty"), (VIEWS, "No, keep it", "Cancel"),
    ], ["'Empty'", "'Cancel'"], message="Shorten the dialog's buttons"),
    heal("market", "column-reworded", "words", [
        (VIEWS, '<button type="button">Village</button>', '<button type="button">Place</button>'),
    ], ["'Place'"], message="Not every grower lives in a village"),
    heal("market", "problem-reworded", "words", [
        ("src/basket.js", "Please tell us your name", "We need a name for the box"),
    ], ["'We need a name for the box'"], message="Say why we ask for the name"),
    heal("market", "price-in-another-form", "words", [
        (VIEWS, "${money(priceCents)} per ${unit}", "${money(priceCents)} / ${unit}"),
    ], ["'€1.10 / piece'"], message="Make the prices fit on a phone"),
]

ROLES = [
    heal("market", "list-relabelled", "roles", [
        (VIEWS, '<ul class="offers" aria-label="Offers">', '<ul class="offers" aria-label="Products">'),
    ], ["'Products'"], message="Let screen readers say what the list holds"),
    heal("market", "hours-relabelled", "roles", [
        (VIEWS, '<h2 id="hours">Opening hours</h2>', '<h2 id="hours">When we are open</h2>'),
    ], ["name: 'When we are open'", 'heading "When we are open"'], message="Ask and answer in plain words"),
    heal("market", "hours-in-another-form", "roles", [
        (VIEWS, "<li>Friday 14 to 18</li><li>Saturday 8 to 13</li>", "<li>Friday, 2 pm to 6 pm</li><li>Saturday, 8 am to 1 pm</li>"),
    ], ["listitem: Friday, 2 pm to 6 pm", "listitem: Saturday, 8 am to 1 pm"], message="Write times as our customers do"),
    heal("market", "offers-are-articles", "roles", [
        (VIEWS, '<ul class="offers" aria-label="Offers">${offers.map(offerCard).join(\'\')}</ul>',
         '<section class="offers" aria-label="Offers">${offers.map(offerCard).join(\'\')}</section>'),
        (VIEWS, '<li class="offer" data-test="offer-${id}">', '<article class="offer" data-test="offer-${id}">'),
        (VIEWS, "</button>\n      </li>`;", "</button>\n      </article>`;"),
    ], [], message="Mark offers up as articles"),
    heal("market", "star-relabelled", "roles", [
        (VIEWS, 'aria-label="Favourite ${name}"', 'aria-label="Mark ${name} as a favourite"'),
    ], ["`Mark ${name} as a favourite`"], message="Let the star's label be a sentence"),
    heal("market", "day-legend-reworded", "roles", [
        (VIEWS, "<legend>Pick-up day</legend>", "<legend>When do you come?</legend>"),
    ], ["'When do you come?'"]),
]

ELEMENTS = [
    heal("market", "radios-became-a-select", "element", [
        (VIEWS, "`<label><input type=\"radio\" name=\"day\" value=\"${value}\"${value === day ? ' checked' : ''}> ${value}</label>`",
         "`<option${value === day ? ' selected' : ''}>${value}</option>`"),
        (VIEWS, "<fieldset><legend>Pick-up day</legend>${choice('Friday')} ${choice('Saturday')}</fieldset>",
         "<label>Pick-up day <select name=\"day\"><option value=\"\"></option>${choice('Friday')}${choice('Saturday')}</select></label>"),
    ], ["selectOption("], message="Offer the days in a list, there will be more of them"),
    heal("market", "tabs-became-buttons", "element", [
        (VIEWS, "`<a class=\"tabs__tab${key === kind ? ' tabs__tab--active' : ''}\" href=\"/${key ? `?kind=${key}` : ''}\">${text}</a>`",
         "`<button name=\"kind\" value=\"${key}\" class=\"tabs__tab${key === kind ? ' tabs__tab--active' : ''}\">${text}</button>`"),
        (VIEWS, '<nav class="tabs" aria-label="Kinds">\n', '<nav aria-label="Kinds"><form class="tabs">\n'),
        (VIEWS, "join(' ')}\n    </nav>", "join(' ')}\n    </form></nav>"),
    ], ["getByRole('button', { name })"], message="Let the kinds be a form"),
    heal("market", "large-text-became-a-switch", "element", [
        (VIEWS, '<button type="button" id="text-size" aria-pressed="false">',
         '<button type="button" id="text-size" role="switch" aria-checked="false">'),
        ("public/header.js", "'aria-pressed'", "'aria-checked'"),
    ], ["'switch'"], message="Large text is on or off: a switch"),
    heal("market", "offer-names-no-headings", "element", [
        (VIEWS, '<h2 class="offer__name">${name}</h2>', '<strong class="offer__name">${name}</strong>'),
    ], [], message="Six headings in a list are too many"),
    heal("market", "ordered-became-a-table", "element", [
        (VIEWS, '<ul aria-label="Ordered">${items.map(({ amount, unit, name }) => `<li>${amount} ${unit} ${name}</li>`).join(\'\')}</ul>',
         '<table aria-label="Ordered"><tbody>'
         "${items.map(({ amount, unit, name }) => `<tr><td>${amount} ${unit} ${name}</td></tr>`).join('')}</tbody></table>"),
    ], [], message="Draw an order as the table that it is"),
]

STRUCTURE = [
    heal("market", "offers-in-a-wrapper", "structure", [
        (VIEWS, '<ul class="offers" aria-label="Offers">${offers.map(offerCard).join(\'\')}</ul>',
         '<div class="offers"><ul class="offers__list" aria-label="Offers">${offers.map(offerCard).join(\'\')}</ul></div>'),
        ("public/market.css", ".offers {", ".offers__list {"),
    ], [], message="Make room for a frame around the offers"),
    heal("market", "page-number-above-the-list", "structure", [
        (VIEWS, '      <span class="pager__current">Page ${page} of ${pages}</span>\n', ""),
        (VIEWS, '<p class="offers-count">${total} offers</p>',
         '<p class="offers-count">${total} offers</p>\n    <p class="pager__current">Page ${page} of ${pages}</p>'),
    ], [], message="Say above the list which page it is"),
    heal("market", "picture-before-the-amount", "structure", [
        (VIEWS, '<th scope="col">Product</th><th scope="col">Amount</th>',
         '<th scope="col">Product</th><th></th><th scope="col">Amount</th>'),
        (VIEWS, '<th scope="row">${name}</th><td>${amount}',
         '<th scope="row">${name}</th><td class="basket__picture">${name[0]}</td><td>${amount}'),
    ], [], message="Show a picture of what is in the basket"),
    heal("market", "hours-in-a-frame", "structure", [
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
  <ul><li>Friday 14 to 18</li><li>Saturday 8 to 13</li></ul>
  <p>Come early: <a href="/" target="_top">the offers</a> sell out.</p>
</section>
</html>`;

export function growersPage() {"""),
        ("server.js", "checkoutPage, growersPage, layout", "checkoutPage, growersPage, hoursPage, layout"),
        ("server.js", "  'GET /basket': (", "  'GET /hours': () => ({ html: hoursPage() }),\n  'GET /basket': ("),
    ], [], message="Share the opening hours with the town's page"),
]

AMBIGUITY = [
    heal("market", "pages-at-the-top-too", "ambiguity", [
        (VIEWS, '<p role="status" class="toast" data-test="toast"></p>',
         '<nav aria-label="Pages, at the top">\n'
         '      <a href="${address(page + 1)}"${page === pages ? \' hidden\' : \'\'}>Next</a>\n    </nav>\n'
         '    <p role="status" class="toast" data-test="toast"></p>'),
    ], ["exact: true"], message="Let people turn the page without scrolling"),
    heal("market", "remove-one", "ambiguity", [
        (VIEWS, '<td><form method="post" action="/basket/remove"><button name="id" value="${id}">Remove</button></form></td>',
         '<td><form method="post" action="/basket/remove"><button formaction="/basket/less" name="id" value="${id}">Remove one</button>\n'
         '            <button name="id" value="${id}">Remove</button></form></td>'),
        ("server.js", "  'POST /basket/empty'", """  'POST /basket/less': ({ body, basket }) => {
    const amount = basket.amounts.get(body.id) ?? 0;
    if (amount > 1) basket.amounts.set(body.id, amount - 1);
    else basket.amounts.delete(body.id);
    return { redirect: '/basket' };
  },
  'POST /basket/empty'"""),
    ], ["exact: true"], message="Let people take one out"),
    heal("market", "newsletter-name", "ambiguity", [
        (VIEWS, '<label>Your name <input name="name" value="${escape(name)}"></label>',
         '<label>Your name <input name="name" value="${escape(name)}"></label>\n'
         '      <label>Your name on the newsletter <input name="reader"></label>'),
    ], ["exact: true"], message="Offer the newsletter with an order"),
    heal("market", "meet-the-growers", "ambiguity", [
        (VIEWS, '<a href="/growers">Growers</a></nav>',
         '<a href="/growers#hours">Meet the growers</a> <a href="/growers">Growers</a></nav>'),
    ], ["exact: true"], message="Invite people to the stalls"),
]

CASES = NAMES + WORDS + ROLES + ELEMENTS + STRUCTURE + AMBIGUITY
