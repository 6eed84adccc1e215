import { growers, kinds } from './offers.js';

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text) => String(text).replace(/[&<>"]/g, (character) => entities[character]);
const money = (cents) => `€${(cents / 100).toFixed(2)}`;

export function layout({ title, main, script, basket }) {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${title} | Farm market</title>
  <link rel="stylesheet" href="/public/market.css">
  <link rel="icon" href="data:,">
  <script type="module" src="/public/header.js"></script>
  ${script ? `<script type="module" src="/public/${script}"></script>` : ''}
</head>
<body>
  <header class="site-header">
    <a class="site-header__brand" href="/">Farm market</a>
    <nav aria-label="Market"><a href="/">Offers</a> <a href="/growers">Growers</a></nav>
    <button type="button" id="text-size" aria-pressed="false">Large text</button>
    <a class="site-header__basket" href="/basket">Basket <span class="badge" data-test="basket-count">${basket.summary().count}</span></a>
  </header>
  <main>
    ${main}
  </main>
</body>
</html>`;
}

export function offersPage({ offers, total, page, pages }, kind) {
  const address = (number) => `/?${new URLSearchParams({ ...(kind && { kind }), page: number })}`;
  const tab = (key, text) =>
    `<a class="tabs__tab${key === kind ? ' tabs__tab--active' : ''}" href="/${key ? `?kind=${key}` : ''}">${text}</a>`;
  return `<h1>Offers of the week</h1>
    <nav class="tabs" aria-label="Kinds">
      ${tab('', 'Everything')} ${Object.entries(kinds).map(([key, text]) => tab(key, text)).join(' ')}
    </nav>
    <p class="offers-count">${total} offers</p>
    <p role="status" class="toast" data-test="toast"></p>
    <ul class="offers" aria-label="Offers">${offers.map(offerCard).join('')}</ul>
    <nav class="pager" aria-label="Pages">
      <a href="${address(page - 1)}" rel="prev"${page === 1 ? ' hidden' : ''}>Previous</a>
      <span class="pager__current">Page ${page} of ${pages}</span>
      <a href="${address(page + 1)}" rel="next"${page === pages ? ' hidden' : ''}>Next</a>
    </nav>`;
}

function offerCard({ id, name, grower, unit, priceCents }) {
  return `
      <li class="offer" data-test="offer-${id}">
        <h2 class="offer__name">${name}</h2>
        <p class="offer__price">${money(priceCents)} per ${unit}</p>
        <p class="offer__grower">from ${grower}</p>
        <button type="button" class="offer__add" data-id="${id}">Add to basket</button>
        <button type="button" class="offer__star" data-id="${id}" aria-pressed="false" aria-label="Favourite ${name}">★</button>
      </li>`;
}

export function basketPage({ items, count, discountCents, totalCents }) {
  if (count === 0) return '<h1>Your basket</h1>\n    <p class="basket-empty">There is nothing in your basket yet.</p>';
  const row = ({ id, name, unit, amount, sumCents }) => `
        <tr class="basket__row"><th scope="row">${name}</th><td>${amount} ${unit}</td><td class="basket__sum">${money(sumCents)}</td>
          <td><form method="post" action="/basket/remove"><button name="id" value="${id}">Remove</button></form></td></tr>`;
  return `<h1>Your basket</h1>
    <table class="basket" id="basket">
      <thead><tr><th scope="col">Product</th><th scope="col">Amount</th><th scope="col">Sum</th><th></th></tr></thead>
      <tbody>${items.map(row).join('')}
      </tbody>
    </table>
    <dl class="totals">
      <dt>Discount</dt><dd data-test="discount">${money(discountCents)}</dd>
      <dt>Total</dt><dd data-test="total">${money(totalCents)}</dd>
    </dl>
    <button type="button" id="empty-basket">Empty basket</button>
    <a class="button" href="/checkout">Order these</a>
    <dialog aria-labelledby="empty-title" id="empty-dialog">
      <h2 id="empty-title">Empty the basket?</h2>
      <form method="post" action="/basket/empty"><button>Yes, empty it</button> <button formmethod="dialog">No, keep it</button></form>
    </dialog>`;
}

export function checkoutPage({ name = '', day = '' }, problem, { totalCents }) {
  const choice = (value) =>
    `<label><input type="radio" name="day" value="${value}"${value === day ? ' checked' : ''}> ${value}</label>`;
  return `<h1>Order and pick up</h1>
    <form method="post" action="/checkout" class="checkout" id="checkout-form">
      <label>Your name <input name="name" value="${escape(name)}"></label>
      <fieldset><legend>Pick-up day</legend>${choice('Friday')} ${choice('Saturday')}</fieldset>
      <iframe src="/public/payment.html" name="payment" title="Card payment"></iframe>
      <p class="checkout__card" data-test="card">No card yet</p>
      <input type="hidden" name="card">
      ${problem ? `<p role="alert" class="checkout__problem">${problem}</p>` : ''}
      <button class="button" disabled>Pay ${money(totalCents)}</button>
    </form>`;
}

export function orderPage({ number, name, day, card, items, totalCents }) {
  return `<h1>See you on ${day}, ${escape(name)}!</h1>
    <p>Your order <strong data-test="order-number">${number}</strong> waits at the stall. Paid with card ${card}.</p>
    <ul aria-label="Ordered">${items.map(({ amount, unit, name }) => `<li>${amount} ${unit} ${name}</li>`).join('')}</ul>
    <p class="order-total">${money(totalCents)}</p>`;
}

export function growersPage() {
  const row = ({ name, village, since }) => `<tr><td class="grower__name">${name}</td><td>${village}</td><td>${since}</td></tr>`;
  return `<h1>Our growers</h1>
    <table id="growers">
      <thead><tr><th scope="col"><button type="button">Name</button></th><th scope="col"><button type="button">Village</button></th>
        <th scope="col"><button type="button">Since</button></th></tr></thead>
      <tbody>${growers.map(row).join('')}</tbody>
    </table>
    <section aria-labelledby="hours">
      <h2 id="hours">Opening hours</h2>
      <ul><li>Friday 14 to 18</li><li>Saturday 8 to 13</li></ul>
      <p>Come early: <a href="/">the offers</a> sell out.</p>
    </section>`;
}
