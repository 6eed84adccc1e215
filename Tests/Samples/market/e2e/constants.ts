export const storageKeys = {
  favourites: 'market.favourites',
  name: 'market.name',
};

export const cards = {
  good: '4000 1234 5678 4242',
  short: '4000 1234',
};

export const customer = { name: 'Marta Lind', day: 'Saturday' };
