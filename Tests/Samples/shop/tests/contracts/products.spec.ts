import { expect, test } from '@playwright/test';

const productShape = {
  slug: expect.any(String),
  name: expect.any(String),
  category: expect.stringMatching(/^(kitchen|desk|outdoor)$/),
  priceCents: expect.any(Number),
  stock: expect.any(Number),
  description: expect.any(String),
};

test('the product list has products of the agreed shape', async ({ request }) => {
  const answer = await request.get('/api/products');
  expect(answer.status()).toBe(200);
  const { products, total } = await answer.json();
  expect(total).toBe(products.length);
  for (const product of products) expect(product).toEqual(productShape);
});

test('the product list filters by category and sorts by price', async ({ request }) => {
  const { products } = await (await request.get('/api/products?category=desk&sort=price-up')).json();
  expect(products.map((product) => product.slug)).toEqual(['notebook', 'brass-pen', 'desk-lamp']);
});

test('one product has the agreed shape', async ({ request }) => {
  const answer = await request.get('/api/products/enamel-mug');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual(productShape);
});

test('an unknown product is a 404 with an error code', async ({ request }) => {
  const answer = await request.get('/api/products/anchor');
  expect(answer.status()).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'no_such_product' } });
});

test('search finds words in names and descriptions', async ({ request }) => {
  const answer = await request.get('/api/search?q=light');
  expect(answer.status()).toBe(200);
  const { query, results } = await answer.json();
  expect(query).toBe('light');
  expect(results.map((product) => product.slug).sort()).toEqual(['desk-lamp', 'enamel-mug', 'head-torch']);
});
