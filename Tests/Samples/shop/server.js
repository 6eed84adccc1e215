'use strict';

const http = require('node:http');
const { readFile } = require('node:fs/promises');
const path = require('node:path');

const api = require('./app/api');
const faults = require('./app/faults');
const pages = require('./app/pages');
const { visitorOf } = require('./app/visitors');

const port = Number(process.env.PORT ?? 4173);
const assetFolder = path.join(__dirname, 'public');
const assetTypes = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

async function answer(request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  if (url.pathname === '/health') return sendJSON(response, 200, { status: 'ok', uptime: process.uptime() });
  if (faults.takesOver(url.pathname, request, response)) return;
  if (url.pathname.startsWith('/assets/')) return sendAsset(response, url.pathname.slice('/assets/'.length));

  const visitor = visitorOf(request, response);
  if (url.pathname.startsWith('/api/')) {
    const { status, body } = await api.answer(request, url, visitor);
    return sendJSON(response, status, faults.alteredData(url.pathname, body));
  }
  const page = pages.find(url, visitor);
  if (page.redirect) {
    response.writeHead(303, { location: page.redirect }).end();
  } else {
    response.writeHead(page.status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(faults.alteredPage(page.html, port));
  }
}

function sendJSON(response, status, body) {
  if (status === 204) return response.writeHead(204).end();
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function sendAsset(response, name) {
  const type = assetTypes[path.extname(name)];
  const file = path.join(assetFolder, path.basename(name));
  const content = type && (await readFile(file).catch(() => undefined));
  if (!content) return sendJSON(response, 404, { error: { code: 'not_found', message: `No asset ${name}` } });
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(`${request.method} ${request.url}:`, error);
    if (response.headersSent) return response.destroy();
    sendJSON(response, 500, { error: { code: 'internal', message: 'Something went wrong on our side' } });
  });
});

faults.refuseToStart();
server.listen(port, '127.0.0.1', () => console.log(`shop on http://127.0.0.1:${port}`));
