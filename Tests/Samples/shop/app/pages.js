'use strict';

const cart = require('./cart');
const { html, money } = require('./html');
const { layout } = require('./layout');
const products = require('./products');

function find(url, visitor) {
  const [, first, second] = url.pathname.split('/');
  if (url.pathname === '/') return page('Catalogue', visitor, catalogue(), 'catalogue.js');
  if (first === 'products') return productPage(second, visitor);
  if (url.pathname === '/cart') return page('Your cart', visitor, cartPage(), 'cart.js');
  if (url.pathname === '/login') return page('Log in', visitor, login(url.searchParams.get('next')), 'login.js');
  if (url.pathname === '/about') return page('About us', visitor, about());
  if (url.pathname === '/checkout') return customersOnly(url, visitor, () => page('Checkout', visitor, checkout(visitor), 'checkout.js'));
  if (url.pathname === '/account/orders') return customersOnly(url, visitor, () => page('Your orders', visitor, orderList(visitor)));
  return notFound(visitor);
}

const page = (title, visitor, main, script) => ({ status: 200, html: layout({ title, visitor, main, script }).toString() });

function customersOnly(url, visitor, show) {
  return visitor.customer ? show() : { redirect: `/login?next=${encodeURIComponent(url.pathname)}` };
}

function notFound(visitor) {
  const main = html`<h1>Page not found</h1><p>It may have sailed. <a href="/">Back to the catalogue</a></p>`;
  return { ...page('Page not found', visitor, main), status: 404 };
}

function catalogue() {
  return html`<h1>Catalogue</h1>
    <form role="search" class="filters" id="filters">
      <label>Search <input type="search" name="q" placeholder="Mug, lamp, blanket…"></label>
      <label>Category
        <select name="category">
          <option value="">All</option>
          <option value="kitchen">Kitchen</option>
          <option value="desk">Desk</option>
          <option value="outdoor">Outdoor</option>
        </select>
      </label>
      <label>Sort by
        <select name="sort">
          <option value="name">Name</option>
          <option value="price-up">Price, low to high</option>
          <option value="price-down">Price, high to low</option>
        </select>
      </label>
    </form>
    <p role="status" data-testid="result-count">Loading products…</p>
    <ul class="product-grid" aria-label="Products" aria-busy="true" id="products"></ul>`;
}

function productPage(slug, visitor) {
  const product = products.find(slug);
  if (!product) return notFound(visitor);
  const soldOut = product.stock === 0;
  const main = html`<article class="product" data-slug="${product.slug}">
      <div class="product-picture" aria-hidden="true">${product.name[0]}</div>
      <div>
        <h1>${product.name}</h1>
        <p class="price" data-testid="product-price">${money(product.priceCents)}</p>
        <p class="stock">${soldOut ? 'Sold out' : 'In stock'}</p>
        <p>${product.description}</p>
        <form id="add-form" class="add-form">
          <label>Quantity <input type="number" name="quantity" value="1" min="1" max="20"></label>
          <button type="submit" class="primary"${soldOut ? html` disabled` : ''}>Add to cart</button>
        </form>
        <p role="status" data-testid="add-status"></p>
      </div>
    </article>`;
  return page(product.name, visitor, main, 'product.js');
}

function cartPage() {
  return html`<h1>Your cart</h1>
    <div class="cart" id="cart" aria-busy="true">
      <section class="cart-lines" aria-label="Items">
        <p data-testid="cart-empty" hidden>Your cart is empty.</p>
        <table hidden>
          <thead><tr><th scope="col">Item</th><th scope="col">Price</th><th scope="col">Quantity</th><th scope="col">Sum</th><th><span class="visually-hidden">Actions</span></th></tr></thead>
          <tbody id="lines"></tbody>
        </table>
      </section>
      <aside class="cart-summary" aria-label="Summary" data-testid="cart-summary">
        <dl>
          <dt>Subtotal</dt><dd data-testid="cart-subtotal"></dd>
          <dt>Discount</dt><dd data-testid="cart-discount"></dd>
          <dt>Total</dt><dd data-testid="cart-total"></dd>
        </dl>
        <form id="coupon-form">
          <label>Discount code <input name="code" autocomplete="off"></label>
          <button type="submit">Apply</button>
          <p role="alert" id="coupon-message"></p>
        </form>
        <a class="button primary" href="/checkout">Go to checkout</a>
      </aside>
    </div>`;
}

function login(next) {
  return html`<h1>Log in</h1>
    <form id="login-form" method="post" class="narrow" data-next="${next?.startsWith('/') ? next : '/'}">
      <label>E-mail <input type="email" name="email" autocomplete="username" required></label>
      <label>Password <input type="password" name="password" autocomplete="current-password" required></label>
      <p role="alert" class="form-error" data-testid="login-error"></p>
      <button type="submit" class="primary">Log in</button>
    </form>`;
}

function checkout(visitor) {
  return html`<h1>Checkout</h1>
    <form id="checkout-form" method="post" class="narrow" novalidate>
      <h2>Delivery address</h2>
      ${field('name', 'Full name')}${field('street', 'Street and number')}${field('city', 'Town')}
      <p>To pay: <strong data-testid="amount-due">${money(cart.summary(visitor.cart).totalCents)}</strong></p>
      <p role="alert" class="form-error" data-testid="checkout-error"></p>
      <button type="submit" class="primary">Place order</button>
    </form>
    <section id="confirmation" hidden>
      <h2>Thank you for your order</h2>
      <p>Your order number is <strong data-testid="order-number"></strong>.</p>
      <a href="/account/orders">See your orders</a>
    </section>`;
}

function field(name, label) {
  return html`<label>${label} <input name="${name}" aria-describedby="${name}-problem"></label>
      <p class="field-problem" id="${name}-problem" data-testid="problem-${name}"></p>`;
}

function orderList(visitor) {
  const { orders } = visitor.customer;
  const row = (order) => html`<tr data-testid="order-row"><th scope="row">${order.number}</th>
        <td>${order.lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}</td>
        <td>${money(order.totalCents)}</td><td>${order.status}</td></tr>`;
  return html`<h1>Your orders</h1>
    ${orders.length === 0 ? html`<p data-testid="no-orders">You have not ordered anything yet.</p>` : html`<table>
      <thead><tr><th scope="col">Number</th><th scope="col">Items</th><th scope="col">Total</th><th scope="col">Status</th></tr></thead>
      <tbody>${orders.map(row)}</tbody>
    </table>`}`;
}

function about() {
  return html`<h1>About us</h1>
    <p>Harbour Goods sells things that last, from a warehouse by the sea.</p>
    <h2 id="delivery">Delivery</h2>
    <p>Orders leave the harbour within two working days.</p>
    <h2 id="returns">Returns</h2>
    <details>
      <summary>How do I return something?</summary>
      <p>Send it back within 30 days; we pay the postage.</p>
    </details>`;
}

module.exports = { find };
