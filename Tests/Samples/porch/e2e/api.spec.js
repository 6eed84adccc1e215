import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';

const api = process.env.API_URL;

/** The token is read for each call: it is renewed beside the suite. */
const bearer = () => ({ authorization: `Bearer ${JSON.parse(readFileSync('e2e/.auth/token.json', 'utf8')).token}` });

test('the API lists the parcels', async ({ request }) => {
  const answer = await request.get(`${api}/api/parcels`, { headers: bearer() });
  expect(answer.status()).toBe(200);
  const { parcels } = await answer.json();
  expect(parcels.map(({ code }) => code)).toEqual(['P-101', 'P-102', 'P-103']);
});

test('a parcel comes and goes', async ({ request }) => {
  const parcel = { code: 'X-900', street: 'Quay 1', from: 'Nobody' };
  const answer = await request.post(`${api}/api/parcels`, { headers: bearer(), data: parcel });
  expect(answer.status(), await answer.text()).toBe(201);
  await expect(await request.delete(`${api}/api/parcels?code=X-900`, { headers: bearer() })).toBeOK();
});

test('search finds a parcel by its street', async ({ request }) => {
  const answer = await request.get(`${api}/api/search?q=pier`);
  await expect(answer).toBeOK();
  expect(await answer.json()).toEqual({ found: ['P-101', 'P-103'] });
});
