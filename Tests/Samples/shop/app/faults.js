'use strict';

// The shop broken on purpose, one way for each class of failure. `SHOP_BREAK` names faults, separated by commas.
// `SHOP_BREAK_FILE` names a file with such a list, read anew for every request: a running shop breaks and recovers.

const { readFileSync } = require('node:fs');

const catalogue = /^\/api\/(products|search)/;
const customerData = /^\/api\/(orders|session)/;

// Faults that answer in the shop's place: which paths, and how.
const takeovers = {
  'token-expired': [customerData, (request, response) => {
    if (request.method === 'POST' && request.url === '/api/session') return false;
    return refuse(response, 401, 'token_expired', 'The access token expired', {
      'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired"',
    });
  }],
  'http-4xx': [catalogue, (request, response) => refuse(response, 404, 'not_found', `No ${request.method} ${request.url}`)],
  'http-5xx': [catalogue, (request, response) => refuse(response, 503, 'unavailable', 'The product database does not answer')],
  'api-timeout': [catalogue, () => true],
  network: [/^\/api\//, (request) => request.socket.resetAndDestroy()],
  'server-down': [/./, () => process.exit(1)],
};

const pageChanges = {
  cors: (html, port) => html.replace('name="api-origin" content=""', `name="api-origin" content="http://localhost:${port}"`),
  selector: (html) => html.replaceAll('data-testid=', 'data-qa='),
  'loading-never-finished': (html) => html.replace(/<script [^>]*\/(catalogue|cart)\.js"><\/script>/, ''),
  accessibility: (html) =>
    html.replace(/ (aria-label|role)="[^"]*"/g, '').replace(/<(\/?)(label|h1|h2|nav|main)\b/g, '<$1div'),
};

const dataChanges = {
  schema: (path, data) => (catalogue.test(path) ? pricesAsText(data) : data),
  sums: (path, data) => (path === '/api/cart' ? { ...data, totalCents: data.totalCents + 1 } : data),
};

const known = [...[takeovers, pageChanges, dataChanges].flatMap(Object.keys), 'session'];

function active() {
  const { SHOP_BREAK = '', SHOP_BREAK_FILE } = process.env;
  const names = `${SHOP_BREAK},${SHOP_BREAK_FILE ? read(SHOP_BREAK_FILE) : ''}`.split(/[\s,]+/).filter(Boolean);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) console.error(`faults: there is no ${unknown}; known are ${known.join(', ')}`);
  return names;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // no file, no faults
  }
}

function refuse(response, status, code, message, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { code, message } }));
  return true;
}

function refuseToStart() {
  if (!active().includes('server-down')) return;
  console.error('faults: the shop is down');
  process.exit(1);
}

/** True when a fault has dealt with the request. */
function takesOver(path, request, response) {
  return active().some((name) => takeovers[name]?.[0].test(path) && takeovers[name][1](request, response));
}

/** No session is known any more, as after the loss of the session store. */
const rejectsSessions = () => active().includes('session');

const alteredPage = (html, port) => active().reduce((page, name) => pageChanges[name]?.(page, port) ?? page, html);

const alteredData = (path, data) => active().reduce((altered, name) => dataChanges[name]?.(path, altered) ?? altered, data);

function pricesAsText(data) {
  return JSON.parse(JSON.stringify(data), function rename(key, value) {
    if (key !== 'priceCents') return value;
    this.price = (value / 100).toFixed(2);
    return undefined;
  });
}

module.exports = { alteredData, alteredPage, refuseToStart, rejectsSessions, takesOver };
