'use strict';

const cart = require('./cart');
const { html } = require('./html');

function layout({ title, visitor, main, script }) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="api-origin" content="">
  <title>${title} – Harbour Goods</title>
  <link rel="stylesheet" href="/assets/style.css">
  <link rel="icon" href="/assets/anchor.svg">
  <script type="module" src="/assets/header.js"></script>
  ${script ? html`<script type="module" src="/assets/${script}"></script>` : ''}
</head>
<body>
  <a class="skip-link" href="#main">Skip to content</a>
  <header class="site-header">
    <a class="brand" href="/">Harbour Goods</a>
    <nav aria-label="Main">
      <a href="/">Catalogue</a>
      <a href="/about">About us</a>
    </nav>
    <div class="header-tools">
      ${accountLinks(visitor)}
      <a class="cart-link" href="/cart">Cart <span class="badge" data-testid="cart-count">${cart.summary(visitor.cart).count}</span></a>
    </div>
  </header>
  <main id="main">
    ${main}
  </main>
  <footer class="site-footer">
    <p>Harbour Goods, Pier 4. Open Monday to Saturday.</p>
    <nav aria-label="Footer"><a href="/about#delivery">Delivery</a> <a href="/about#returns">Returns</a></nav>
  </footer>
</body>
</html>`;
}

function accountLinks(visitor) {
  if (!visitor.customer) return html`<a href="/login">Log in</a>`;
  return html`<span class="greeting" data-testid="greeting">Hello, ${visitor.customer.name}</span>
      <a href="/account/orders">Your orders</a>
      <button type="button" class="quiet" id="log-out">Log out</button>`;
}

module.exports = { layout };
