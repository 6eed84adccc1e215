import { randomUUID } from 'node:crypto';
import http from 'node:http';

import { isOn } from './flags.mjs';
import * as pages from './pages.mjs';
import { index, parcels, secrets } from './store.mjs';

const port = Number(process.env.PORT ?? 4300);
const { TEST_EMAIL = 'olga@example.com', TEST_PASSWORD = 'open sesame' } = process.env;
const sessions = secrets('sessions');
const tokens = secrets('tokens');

// As after losing its database: from then on it answers nothing but 503, until it is started again.
let isStuck = false;
process.on('SIGUSR2', () => (isStuck = true));

const routes = {
  'GET /health': () => json(200, { status: 'ok' }),
  'GET /': () => html(200, pages.welcome(), { 'cache-control': 'public, max-age=3600' }),
  'GET /login': () => html(200, pages.login()),
  'POST /login': async (request) => {
    const session = signIn(Object.fromEntries(new URLSearchParams(await text(request))));
    return session ? found('/parcels', { 'set-cookie': session }) : html(200, pages.login('E-mail or password is wrong'));
  },
  'GET /parcels': async (request) => {
    if (!sessions.knows(cookie(request))) return found('/login?next=%2Fparcels');
    return html(200, pages.board(parcels.all(), await isOn('neighbour-pickup')));
  },
  'POST /api/session': async (request) => {
    const session = signIn(JSON.parse(await text(request)));
    return session ? json(200, { email: TEST_EMAIL }, { 'set-cookie': session }) : json(401, { error: 'bad credentials' });
  },
  'POST /api/token': () => {
    const token = randomUUID();
    tokens.add(token);
    return json(200, { token });
  },
  'GET /api/parcels': withToken(() => json(200, { parcels: parcels.all() })),
  'POST /api/parcels': withToken(async (request) => {
    const parcel = JSON.parse(await text(request));
    if (parcels.all().some(({ code }) => code === parcel.code)) return json(409, { error: `${parcel.code} is here already` });
    parcels.save([...parcels.all(), parcel]);
    return json(201, parcel);
  }),
  'DELETE /api/parcels': withToken((_, url) => {
    parcels.save(parcels.all().filter(({ code }) => code !== url.searchParams.get('code')));
    return { status: 204 };
  }),
  'GET /api/search': (_, url) => {
    const words = index.words();
    if (!words) return json(503, { error: 'index not ready' });
    const wanted = (url.searchParams.get('q') ?? '').toLowerCase();
    return json(200, { found: Object.keys(words).filter((code) => words[code].includes(wanted)) });
  },
  // For operators.
  'POST /api/search/warm': () => (index.build(), { status: 204 }),
  'POST /api/test-data/reset': () => (parcels.reset(), { status: 204 }),
};

function signIn({ email, password }) {
  if (email !== TEST_EMAIL || password !== TEST_PASSWORD) return undefined;
  const session = randomUUID();
  sessions.add(session);
  return `porch_session=${session}; Path=/; HttpOnly; SameSite=Lax`;
}

function withToken(act) {
  return (request, url) =>
    tokens.knows((request.headers.authorization ?? '').replace('Bearer ', ''))
      ? act(request, url)
      : json(401, { error: 'token_expired' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

const cookie = (request) => /porch_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
const html = (status, body, headers = {}) => ({ status, body, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers } });
const json = (status, value, headers = {}) => ({ status, body: JSON.stringify(value), headers: { 'content-type': 'application/json', ...headers } });
const found = (location, headers = {}) => ({ status: 303, headers: { location, ...headers } });

async function text(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function answer(request) {
  if (isStuck) return json(503, { error: 'the database does not answer' });
  const url = new URL(request.url, 'http://porch');
  const act = routes[`${request.method} ${url.pathname}`];
  return act ? act(request, url) : json(404, { error: `no ${request.method} ${url.pathname}` });
}

http
  .createServer(async (request, response) => {
    const { status, headers, body } = await answer(request).catch((error) => {
      console.error(`${request.method} ${request.url}:`, error);
      return json(500, { error: 'internal' });
    });
    response.writeHead(status, headers).end(body);
  })
  .listen(port, '127.0.0.1', () => console.log(`porch on http://127.0.0.1:${port}`));
