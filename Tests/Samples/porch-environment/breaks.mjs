// The ways in which the environment breaks. Each leaves everything else as it was.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { flag } from './unleash.mjs';

const oldWelcome = new URL('./old-welcome.html', import.meta.url);
const day = 24 * 3600; // seconds

const data = ({ state }, name) => path.join(state, 'data', `${name}.json`);
const rewrite = (file, change) => writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));

export const breaks = {
  'backend-down': ({ stopBackend }) => stopBackend(),
  'backend-5xx': ({ signalBackend }) => signalBackend('SIGUSR2'),
  'session-expired': (place) => rewrite(data(place, 'sessions'), () => []),
  'token-expired': (place) => rewrite(data(place, 'tokens'), () => []),
  // As after runs that were cut off in the middle.
  'dirty-data': (place) =>
    rewrite(data(place, 'parcels'), (parcels) => [
      { code: 'X-899', street: 'Quay 1', from: 'Nobody' }, ...parcels, { code: 'X-900', street: 'Quay 1', from: 'Nobody' },
    ]),
  'flag-off': ({ unleash }) => flag(unleash).turn('off'),
  // As after a deployment with a variable that turns the feature off, whatever Unleash says.
  'variable-off': ({ redeploy }) => redeploy({ NEIGHBOUR_PICKUP: 'off' }),
  'stale-cache': ({ front }) => front.keep('/', {
    status: 200, body: readFileSync(oldWelcome),
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=604800' },
  }, 2 * day),
  'search-not-ready': (place) => rewrite(data(place, 'index'), () => null),
};
