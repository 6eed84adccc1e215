import { expect, test } from '@playwright/test';

test('the second page has the rest of the offers', async ({ request }) => {
  const answer = await request.get('/api/offers?page=2');
  expect(answer.status()).toBe(200);
  const { offers, total, pages } = await answer.json();
  expect(total).toBe(10);
  expect(pages).toBe(2);
  expect(offers.map((offer: { id: string }) => offer.id)).toEqual(['butter', 'plums', 'spinach', 'yoghurt']);
});

test('a basket adds up what is on offer', async ({ request }) => {
  await request.post('/api/basket', { data: { id: 'apples', amount: 2 } });
  const answer = await request.post('/api/basket', { data: { id: 'honey', amount: 1 } });
  expect(answer.status()).toBe(404);
  const basket = await (await request.get('/api/basket')).json();
  expect(basket).toMatchObject({ count: 2, discountCents: 0, totalCents: 560 });
});

test('an amount below one is refused', async ({ request }) => {
  const answer = await request.post('/api/basket', { data: { id: 'apples', amount: 0 } });
  expect(answer.status()).toBe(422);
  expect(await answer.json()).toEqual({ error: 'The amount must be at least 1' });
});
