import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { Basket, problemOf } from './src/basket.js';
import { findOffer, listOffers } from './src/offers.js';
import { basketPage, checkoutPage, growersPage, layout, offersPage, orderPage } from './src/views.js';

const port = Number(process.env.PORT ?? 4473);
const publicFolder = new URL('./public/', import.meta.url);
const types = { '.css': 'text/css', '.js': 'text/javascript', '.html': 'text/html' };
const baskets = new Map(); // by visitor

const routes = {
  'GET /': ({ query, basket }) => {
    const kind = query.get('kind') ?? '';
    const found = listOffers({ kind, page: Number(query.get('page') ?? 1) });
    return page({ title: 'Offers', script: 'offers.js', basket, main: offersPage(found, kind) });
  },
  'GET /growers': ({ basket }) => page({ title: 'Growers', script: 'growers.js', basket, main: growersPage() }),
  'GET /basket': ({ basket }) => page({ title: 'Basket', script: 'basket.js', basket, main: basketPage(basket.summary()) }),
  'POST /basket/remove': ({ body, basket }) => {
    basket.amounts.delete(body.id);
    return { redirect: '/basket' };
  },
  'POST /basket/empty': ({ basket }) => {
    basket.amounts.clear();
    return { redirect: '/basket' };
  },
  'GET /checkout': ({ basket }) => checkout(basket, {}),
  'POST /checkout': ({ body, basket }) => {
    const problem = problemOf(body);
    return problem ? checkout(basket, body, problem) : { redirect: `/orders/${basket.order(body).number}` };
  },
  'GET /orders': ({ id, basket }) => {
    const order = basket.orders.find(({ number }) => number === id);
    return order && page({ title: `Order ${id}`, basket, main: orderPage(order) });
  },
  'GET /api/offers': ({ query }) => ({ json: listOffers({ kind: query.get('kind'), page: Number(query.get('page') ?? 1) }) }),
  'GET /api/basket': ({ basket }) => ({ json: basket.summary() }),
  'POST /api/basket': ({ body, basket }) => {
    if (!findOffer(body.id)) return { status: 404, json: { error: `There is no offer ${body.id}` } };
    if (!(body.amount >= 1)) return { status: 422, json: { error: 'The amount must be at least 1' } };
    basket.add(body.id, body.amount);
    return { status: 201, json: basket.summary() };
  },
  'GET /health': () => ({ json: { status: 'ok' } }),
};

function checkout(basket, entered, problem) {
  const main = checkoutPage(entered, problem, basket.summary());
  return { ...page({ title: 'Checkout', script: 'checkout.js', basket, main }), status: problem ? 422 : 200 };
}

const page = (parts) => ({ html: layout(parts) });

async function answer(request, response) {
  const url = new URL(request.url, 'http://market');
  if (url.pathname.startsWith('/public/')) return sendFile(response, path.basename(url.pathname));
  const [, order, id] = /^(\/orders)\/(.+)$/.exec(url.pathname) ?? [];
  const act = routes[`${request.method} ${order ?? url.pathname}`];
  const body = await readBody(request);
  const { status = 200, redirect, json, html } =
    act?.({ query: url.searchParams, id, body, basket: basketOf(request, response) }) ?? { status: 404, json: { error: 'Not found' } };
  if (redirect) return response.writeHead(303, { location: redirect }).end();
  response.writeHead(status, { 'content-type': html ? 'text/html; charset=utf-8' : 'application/json' }).end(html ?? JSON.stringify(json));
}

function basketOf(request, response) {
  let visitor = /(?:^|; )visitor=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!baskets.has(visitor)) {
    visitor = randomUUID();
    baskets.set(visitor, new Basket());
    response.setHeader('set-cookie', `visitor=${visitor}; Path=/; HttpOnly; SameSite=Lax`);
  }
  return baskets.get(visitor);
}

async function readBody(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return request.headers['content-type'] === 'application/json' ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}

async function sendFile(response, name) {
  const content = await readFile(new URL(name, publicFolder)).catch(() => undefined);
  if (!content) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': `${types[path.extname(name)]}; charset=utf-8` }).end(content);
}

http
  .createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(`${request.method} ${request.url}:`, error);
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"Something went wrong"}');
    });
  })
  .listen(port, '127.0.0.1', () => console.log(`market on http://127.0.0.1:${port}`));
