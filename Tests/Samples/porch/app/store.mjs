// What the backend remembers, a JSON file each: nothing of it is lost by a restart.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(process.env.PORCH_STATE ?? '.state', 'data');
const seed = [
  { code: 'P-101', street: 'Pier Road 4', from: 'Harbour Goods' },
  { code: 'P-102', street: 'Mill Lane 9', from: 'Book Barn' },
  { code: 'P-103', street: 'Pier Road 11', from: 'Seed Library' },
];

const read = (name) => {
  try {
    return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  } catch {
    return undefined; // never written
  }
};

function write(name, value) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(value, null, 2));
}

export const parcels = {
  all: () => read('parcels') ?? seed,
  save: (list) => write('parcels', list),
  reset: () => write('parcels', seed),
};

/** Secrets handed out: `sessions` to browsers, `tokens` to programs. */
export const secrets = (kind) => ({
  knows: (secret) => (read(kind) ?? []).includes(secret),
  add: (secret) => write(kind, [...(read(kind) ?? []), secret]),
  forgetAll: () => write(kind, []),
});

/** Which words lead to which parcel; undefined until it was built. */
export const index = {
  words: () => read('index'),
  build: () => write('index', Object.fromEntries(parcels.all().map(({ code, street }) => [code, street.toLowerCase()]))),
  drop: () => write('index', null),
};
