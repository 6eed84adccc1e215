'use strict';

const cart = require('./cart');

const required = { name: 'Enter your name', street: 'Enter your street', city: 'Enter your city' };
let lastNumber = 1000;

function problems(address) {
  return Object.fromEntries(Object.entries(required).filter(([field]) => !String(address[field] ?? '').trim()));
}

function place(visitor, address) {
  const { lines, totalCents } = cart.summary(visitor.cart);
  lastNumber += 1;
  const order = { number: `H-${lastNumber}`, status: 'received', lines, totalCents, shipTo: address };
  visitor.customer.orders.unshift(order);
  cart.empty(visitor.cart);
  return order;
}

module.exports = { place, problems };
