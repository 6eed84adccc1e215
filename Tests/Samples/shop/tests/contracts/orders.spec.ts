import { customer, expect, test } from '../fixtures';

const address = { name: 'Anna Harbour', street: 'Pier 4', city: 'Porthaven' };

test('orders are for customers only', async ({ request }) => {
  const answer = await request.get('/api/orders');
  expect(answer.status()).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { code: 'not_signed_in' } });
});

test('signing in answers the customer and keeps the session', async ({ request }) => {
  await expect(await request.post('/api/session', { data: customer })).toBeOK();
  const session = await request.get('/api/session');
  expect(session.status()).toBe(200);
  expect(await session.json()).toEqual({ email: customer.email, name: expect.any(String) });
});

test('a wrong password is a 401', async ({ request }) => {
  const answer = await request.post('/api/session', { data: { ...customer, password: 'wrong' } });
  expect(answer.status()).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { code: 'bad_credentials' } });
});

test('an order has a number, its lines and a total', async ({ request }) => {
  await request.post('/api/session', { data: customer });
  await request.post('/api/cart/lines', { data: { slug: 'tea-towel', quantity: 3 } });
  const answer = await request.post('/api/orders', { data: address });
  expect(answer.status()).toBe(201);
  expect(await answer.json()).toMatchObject({
    number: expect.stringMatching(/^H-\d+$/), status: 'received', totalCents: 2970, shipTo: address,
    lines: [{ slug: 'tea-towel', quantity: 3 }],
  });
});
