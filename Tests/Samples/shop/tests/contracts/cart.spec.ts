import { expect, test } from '@playwright/test';

test('a new visitor has an empty cart', async ({ request }) => {
  expect(await (await request.get('/api/cart')).json()).toEqual({
    lines: [], count: 0, coupon: null, subtotalCents: 0, discountCents: 0, totalCents: 0,
  });
});

test('adding answers 201 with the new cart', async ({ request }) => {
  const answer = await request.post('/api/cart/lines', { data: { slug: 'brass-pen', quantity: 2 } });
  expect(answer.status()).toBe(201);
  expect(await answer.json()).toMatchObject({
    count: 2, totalCents: 5500, lines: [{ slug: 'brass-pen', quantity: 2, lineCents: 5500 }],
  });
});

test('a quantity below one is refused with 422', async ({ request }) => {
  const answer = await request.post('/api/cart/lines', { data: { slug: 'brass-pen', quantity: 0 } });
  expect(answer.status()).toBe(422);
  expect(await answer.json()).toMatchObject({ error: { code: 'bad_quantity' } });
});

test('the sums of a cart agree', async ({ request }) => {
  for (const slug of ['notebook', 'wool-blanket']) await request.post('/api/cart/lines', { data: { slug, quantity: 2 } });
  const { lines, totalCents } = await (await request.get('/api/cart')).json();
  const rest = lines.reduce((cents, line) => cents - line.lineCents, totalCents);
  if (rest !== 0) throw new Error(`the till is out by ${rest} cents`);
});
