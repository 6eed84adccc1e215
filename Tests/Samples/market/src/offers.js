const offers = [
  { id: 'apples', name: 'Apples', kind: 'fruit', grower: 'Orchard Hill', unit: 'kg', priceCents: 280 },
  { id: 'carrots', name: 'Carrots', kind: 'vegetables', grower: 'Low Meadow', unit: 'bunch', priceCents: 190 },
  { id: 'goat-cheese', name: 'Goat cheese', kind: 'dairy', grower: 'Stony Field', unit: 'piece', priceCents: 645 },
  { id: 'leeks', name: 'Leeks', kind: 'vegetables', grower: 'Low Meadow', unit: 'piece', priceCents: 110 },
  { id: 'pears', name: 'Pears', kind: 'fruit', grower: 'Orchard Hill', unit: 'kg', priceCents: 350 },
  { id: 'potatoes', name: 'Potatoes', kind: 'vegetables', grower: 'Low Meadow', unit: 'kg', priceCents: 165 },
  { id: 'butter', name: 'Butter', kind: 'dairy', grower: 'Stony Field', unit: 'piece', priceCents: 320 },
  { id: 'plums', name: 'Plums', kind: 'fruit', grower: 'Orchard Hill', unit: 'kg', priceCents: 410 },
  { id: 'spinach', name: 'Spinach', kind: 'vegetables', grower: 'Low Meadow', unit: 'bag', priceCents: 240 },
  { id: 'yoghurt', name: 'Yoghurt', kind: 'dairy', grower: 'Stony Field', unit: 'jar', priceCents: 275 },
];

export const growers = [
  { name: 'Orchard Hill', village: 'Thornby', since: 1987 },
  { name: 'Low Meadow', village: 'Ashford', since: 2004 },
  { name: 'Stony Field', village: 'Welling', since: 1961 },
];

export const kinds = { fruit: 'Fruit', vegetables: 'Vegetables', dairy: 'Dairy' };

const perPage = 6;

export function listOffers({ kind, page = 1 }) {
  const found = offers.filter((offer) => !kind || offer.kind === kind);
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  return { offers: found.slice((page - 1) * perPage, page * perPage), total: found.length, page, pages };
}

export const findOffer = (id) => offers.find((offer) => offer.id === id);
