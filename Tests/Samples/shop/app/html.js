'use strict';

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => entities[character]);
const money = (cents) => `€${(cents / 100).toFixed(2)}`;

// Values in html`...` are escaped unless they are html themselves.
class Markup {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

function html(strings, ...values) {
  const text = (value) => (value instanceof Markup ? value.text : Array.isArray(value) ? value.map(text).join('') : escape(value ?? ''));
  return new Markup(strings.reduce((page, part, i) => page + text(values[i - 1]) + part));
}

module.exports = { html, money };
