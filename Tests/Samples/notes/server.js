'use strict';

// Serves the page and keeps the notes, one notebook for each browser that comes with an id of its own.

const http = require('node:http');
const { readFile } = require('node:fs/promises');
const path = require('node:path');

const port = Number(process.env.PORT ?? 4273);
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };
const notebooks = new Map();
let lastId = 0;

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://notes');
  if (pathname === '/health') return send(response, 200, { status: 'ok' });
  const [, api, notebook, id] = pathname.match(/^\/(api)\/notebooks\/([\w-]+)\/notes(?:\/(\d+))?$/) ?? [];
  if (!api) return sendFile(response, pathname === '/' ? 'index.html' : pathname);
  if (!notebooks.has(notebook)) notebooks.set(notebook, []);
  const notes = notebooks.get(notebook);
  const note = notes.find((candidate) => candidate.id === Number(id));
  if (id && !note) return send(response, 404, { error: `There is no note ${id}` });

  if (request.method === 'GET') return send(response, 200, note ?? { notes });
  if (request.method === 'POST') return addNote(response, notes, await readJSON(request));
  if (request.method === 'PATCH') return send(response, 200, Object.assign(note, await readJSON(request)));
  if (request.method === 'DELETE') {
    notes.splice(notes.indexOf(note), 1);
    return response.writeHead(204).end();
  }
  send(response, 405, { error: `${request.method} is not for notes` });
}

function addNote(response, notes, { title = '', text = '' }) {
  if (!title.trim()) return send(response, 422, { error: 'A note needs a title' });
  const note = { id: ++lastId, title: title.trim(), text, pinned: false, archived: false };
  notes.unshift(note);
  send(response, 201, note);
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function sendFile(response, name) {
  const file = path.join(__dirname, 'public', path.basename(name));
  const content = await readFile(file).catch(() => undefined);
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
  .listen(port, '127.0.0.1', () => console.log(`notes on http://127.0.0.1:${port}`));
