// A webhook receiver as one writes it with Node's own modules: HTTP server, HMAC check in constant time over the raw body, and
// only then a durable record of the delivery and the answer 202.
//
//   node receiver.mjs FOLDER each|grouped SECRET
//
// It stores what ours stores (delivery, repository, branch, both commits, sender), not the body.
//
// `each`: a commit for each delivery, as its storage does by itself: an insert with node:sqlite (write-ahead log,
// synchronous=FULL) where this Node has it, else an append with fdatasync. The appends of different requests run side by side
// in Node's thread pool, so that they may share a commit of the file system's journal.
// `grouped`: all deliveries that came in while the last sync ran share the next one. It is the best that Node can do, and what
// the service does, so that nobody says that only the peer's commits were slow.
//
// Prints `storage=NAME` and `listening on URL`.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';

const [folder, mode, secret] = process.argv.slice(2);
if (!['each', 'grouped'].includes(mode) || !secret) {
  console.error('usage: node receiver.mjs FOLDER each|grouped SECRET');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

async function database() {
  let sqlite;
  try {
    sqlite = await import('node:sqlite');
  } catch {
    return undefined;
  }
  const database = new sqlite.DatabaseSync(`${folder}/receiver.db`);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE delivery (id TEXT PRIMARY KEY, received INTEGER NOT NULL, document TEXT NOT NULL)`);
  const insert = database.prepare('INSERT OR IGNORE INTO delivery VALUES (?, ?, ?)');
  return {
    name: 'node:sqlite',
    write: async rows => {
      if (rows.length > 1) database.exec('BEGIN IMMEDIATE');
      for (const [id, document] of rows) insert.run(id, Date.now(), document);
      if (rows.length > 1) database.exec('COMMIT');
    },
  };
}

async function file() {
  const handle = await open(`${folder}/deliveries`, 'a');
  return {
    name: 'append and fdatasync',
    write: async rows => {
      await handle.appendFile(rows.map(([id, document]) => `${id} ${document}\n`).join(''));
      await handle.datasync();
    },
  };
}

const storage = (await database()) ?? (await file());

let waiting = [];
let isWriting = false;

function storeGrouped(row) {
  const { promise, resolve, reject } = withResolvers();
  waiting.push({ row, resolve, reject });
  if (!isWriting) writeWaiting();
  return promise;
}

async function writeWaiting() {
  isWriting = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    try {
      await storage.write(group.map(({ row }) => row));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    // With a storage that works at once, requests that wait in the sockets are read before the next group.
    await new Promise(setImmediate);
  }
  isWriting = false;
}

// Promise.withResolvers is newer than Debian's Node.
function withResolvers() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}

const store = mode === 'each' ? row => storage.write([row]) : storeGrouped;

function isSigned(body, header) {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return header?.length === expected.length && timingSafeEqual(Buffer.from(header), Buffer.from(expected));
}

async function receive(request, body) {
  if (!isSigned(body, request.headers['x-hub-signature-256'])) return [401, {}];
  const push = JSON.parse(body);
  const delivery = request.headers['x-github-delivery'];
  await store([
    delivery,
    JSON.stringify({
      repository: push.repository.full_name, ref: push.ref, sha: push.after, base: push.before, sender: push.sender.login,
    }),
  ]);
  return [202, { jobs: [{ id: delivery, url: `/jobs/${delivery}` }] }];
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', async () => {
    let status, answer;
    try {
      [status, answer] = await receive(request, Buffer.concat(parts));
    } catch (error) {
      [status, answer] = [500, { error: String(error) }];
    }
    const text = JSON.stringify(answer);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`storage=${storage.name}`);
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
