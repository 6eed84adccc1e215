'use strict';

const products = require('./products');

const coupons = { HARBOUR10: 10 }; // percent
const mostOfOne = 20;

function add(cart, slug, quantity) {
  setQuantity(cart, slug, (cart.lines.get(slug) ?? 0) + quantity);
}

function setQuantity(cart, slug, quantity) {
  cart.lines.set(slug, Math.min(quantity, mostOfOne));
}

function summary(cart) {
  const lines = [...cart.lines].map(([slug, quantity]) => {
    const { name, priceCents } = products.find(slug);
    return { slug, name, priceCents, quantity, lineCents: priceCents * quantity };
  });
  const subtotalCents = lines.reduce((sum, line) => sum + line.lineCents, 0);
  const discountCents = Math.round((subtotalCents * (coupons[cart.coupon] ?? 0)) / 100);
  return {
    lines,
    count: lines.reduce((sum, line) => sum + line.quantity, 0),
    coupon: cart.coupon,
    subtotalCents,
    discountCents,
    totalCents: subtotalCents - discountCents,
  };
}

function empty(cart) {
  cart.lines.clear();
  cart.coupon = null;
}

const isCoupon = (code) => code in coupons;

module.exports = { add, empty, isCoupon, setQuantity, summary };
