import { expect, test } from '@playwright/test';

test('lists tickets by status', async ({ request }) => {
  const answer = await request.get('/api/tickets?status=open');
  expect(answer.status()).toBe(200);
  const { tickets } = await answer.json();
  expect(tickets.map((ticket) => ticket.id)).toEqual([1, 2, 4]);
});

test('refuses a ticket of an unknown priority', async ({ request }) => {
  const answer = await request.post('/api/tickets', { data: { subject: 'Fire', customer: 'Ida', priority: 'huge' } });
  expect(answer.status()).toBe(422);
});
