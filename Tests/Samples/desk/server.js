import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { problemOf, Tickets } from './tickets.js';

const port = Number(process.env.PORT ?? 4373);
const publicFolder = new URL('./public/', import.meta.url);
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };
const desks = new Map(); // by visitor: nobody sees another's tickets

async function answer(request, response) {
  const url = new URL(request.url, 'http://desk');
  const [, api, collection, id] = url.pathname.split('/');
  if (url.pathname === '/health') return send(response, 200, { status: 'ok' });
  if (api !== 'api' || collection !== 'tickets') return sendFile(response, url.pathname);

  const tickets = deskOf(request, response);
  const ticket = id && tickets.find(id);
  if (id && !ticket) return send(response, 404, { error: `There is no ticket ${id}` });
  if (request.method === 'GET') {
    return send(response, 200, ticket || { tickets: tickets.filtered(url.searchParams.get('status')) });
  }
  const body = await readJSON(request);
  if (request.method === 'PATCH' && ticket) return send(response, 200, Object.assign(ticket, body));
  if (request.method === 'POST' && !ticket) {
    const problem = problemOf(body);
    return problem ? send(response, 422, { error: problem }) : send(response, 201, tickets.add(body));
  }
  send(response, 405, { error: `${request.method} is not for ${url.pathname}` });
}

function deskOf(request, response) {
  let id = /(?:^|; )desk=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (!desks.has(id)) {
    id = randomUUID();
    desks.set(id, new Tickets());
    response.setHeader('set-cookie', `desk=${id}; Path=/; HttpOnly; SameSite=Lax`);
  }
  return desks.get(id);
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function sendFile(response, name) {
  const file = name === '/' ? 'index.html' : path.basename(name);
  const content = await readFile(new URL(file, publicFolder)).catch(() => undefined);
  if (!content) return send(response, 404, { error: `No file ${name}` });
  response.writeHead(200, { 'content-type': `${types[path.extname(file)]}; charset=utf-8` }).end(content);
}

async function readJSON(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text || '{}');
}

http
  .createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(`${request.method} ${request.url}:`, error);
      send(response, 500, { error: 'Something went wrong on our side' });
    });
  })
  .listen(port, '127.0.0.1', () => console.log(`desk on http://127.0.0.1:${port}`));
