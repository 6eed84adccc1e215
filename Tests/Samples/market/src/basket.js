// What one visitor has chosen and ordered.

import { findOffer } from './offers.js';

const discountFromCents = 2000;
const discountPercent = 5;
const days = ['Friday', 'Saturday'];

export class Basket {
  amounts = new Map();
  orders = [];

  add(id, amount) {
    this.amounts.set(id, (this.amounts.get(id) ?? 0) + amount);
  }

  summary() {
    const items = [...this.amounts].map(([id, amount]) => {
      const { name, unit, priceCents } = findOffer(id);
      return { id, name, unit, amount, sumCents: priceCents * amount };
    });
    const subtotalCents = items.reduce((sum, item) => sum + item.sumCents, 0);
    const discountCents = subtotalCents >= discountFromCents ? Math.round((subtotalCents * discountPercent) / 100) : 0;
    const count = items.reduce((sum, item) => sum + item.amount, 0);
    return { items, count, subtotalCents, discountCents, totalCents: subtotalCents - discountCents };
  }

  order({ name, day, card }) {
    const { items, totalCents } = this.summary();
    const order = { number: `M-${this.orders.length + 1}`, name: name.trim(), day, card, items, totalCents };
    this.orders.push(order);
    this.amounts.clear();
    return order;
  }
}

/** What is wrong with an order, or null. */
export function problemOf({ name = '', day, card = '' }) {
  if (!name.trim()) return 'Please tell us your name';
  if (!days.includes(day)) return 'Please choose a day';
  if (!/^\d{4}$/.test(card)) return 'Please enter a card';
  return null;
}
