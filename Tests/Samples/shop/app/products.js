'use strict';

const products = [
  { slug: 'enamel-mug', name: 'Enamel mug', category: 'kitchen', priceCents: 1450, stock: 40, description: 'A light mug that survives the campfire and the dishwasher.' },
  { slug: 'tea-towel', name: 'Linen tea towel', category: 'kitchen', priceCents: 990, stock: 65, description: 'Woven in one piece, softer with every wash.' },
  { slug: 'bread-knife', name: 'Bread knife', category: 'kitchen', priceCents: 3900, stock: 12, description: 'A long serrated blade with a beech handle.' },
  { slug: 'notebook', name: 'Dotted notebook', category: 'desk', priceCents: 1200, stock: 80, description: 'One hundred and sixty dotted pages that lie flat.' },
  { slug: 'brass-pen', name: 'Brass pen', category: 'desk', priceCents: 2750, stock: 25, description: 'Heavy in the hand, refilled in seconds.' },
  { slug: 'desk-lamp', name: 'Desk lamp', category: 'desk', priceCents: 6400, stock: 0, description: 'A warm light on a long arm. Back in spring.' },
  { slug: 'wool-blanket', name: 'Wool blanket', category: 'outdoor', priceCents: 8900, stock: 9, description: 'Made of the wool of one valley.' },
  { slug: 'head-torch', name: 'Head torch', category: 'outdoor', priceCents: 3300, stock: 30, description: 'Three hundred lumens and a red light for tents.' },
  { slug: 'water-bottle', name: 'Water bottle', category: 'outdoor', priceCents: 2100, stock: 50, description: 'Steel, one litre, does not leak.' },
];

const orders = {
  name: (one, other) => one.name.localeCompare(other.name, 'en'),
  'price-up': (one, other) => one.priceCents - other.priceCents,
  'price-down': (one, other) => other.priceCents - one.priceCents,
};

function list({ category, sort = 'name' }) {
  return products.filter((product) => !category || product.category === category).sort(orders[sort] ?? orders.name);
}

function search(words) {
  const wanted = words.trim().toLowerCase();
  return products.filter((product) => `${product.name} ${product.description}`.toLowerCase().includes(wanted));
}

const find = (slug) => products.find((product) => product.slug === slug);

module.exports = { find, list, search };
