#!/usr/bin/env node
// The environment of the porch: everything that its suite needs and does not start.
//   PORCH_STATE=FOLDER UNLEASH_URL=... environment.mjs start        prints what the suite needs as NAME=VALUE lines
//   ... serve                                                       the same, in the foreground
//   ... break NAME | state | variables | stop                       on the environment of the same PORCH_STATE
//   ... config REPOSITORY                                           a selfheal.yaml with every playbook
//   ... railway REPOSITORY PLAYBOOK                                 a selfheal.yaml with this one, at Railway
//   ... deployed                                                    what Railway runs when a deployment comes up
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { breaks } from './breaks.mjs';
import { atRailway, configuration } from './configuration.mjs';
import { keep } from './keeper.mjs';
import { flag } from './unleash.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const [command, argument, secondArgument] = process.argv.slice(2);
const state = path.resolve(process.env.PORCH_STATE ?? fail('PORCH_STATE names no folder for the environment'));
const settingsFile = path.join(state, 'environment.json');

function fail(message) {
  console.error(`environment: ${message}`);
  process.exit(2);
}

const settings = () => (existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) : fail('it was not started'));
const address = (port) => `http://127.0.0.1:${port}`;

function variables() {
  const { ports } = settings();
  return {
    BASE_URL: address(ports.edge), API_URL: address(ports.backend), PORCH_CONTROL: address(ports.control), PORCH_STATE: state,
  };
}

async function post(url, body) {
  const answer = await fetch(url, { method: 'POST', body: body && JSON.stringify(body) });
  if (!answer.ok) fail(`${url} answers ${answer.status}: ${await answer.text()}`);
  return answer;
}

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Makes the environment and keeps it, until the process ends. */
async function serve() {
  const { UNLEASH_URL: url, UNLEASH_ADMIN_TOKEN: adminToken, UNLEASH_FRONTEND_TOKEN: frontendToken, PORCH_APP } = process.env;
  if (!url) fail('UNLEASH_URL names no Unleash');
  const unleash = { url, adminToken, frontendToken, project: 'default', environment: 'production', name: 'neighbour-pickup' };
  const ports = { backend: await freePort(), edge: await freePort(), control: await freePort() };
  const made = { app: path.resolve(PORCH_APP ?? `${here}/../porch`), state, ports, unleash };
  mkdirSync(path.join(state, 'auth'), { recursive: true });
  await flag(unleash).create();
  await flag(unleash).turn('on');
  await keep(made);
  await settle(address(ports.backend));
  // At once, because `start` reads it as soon as it is there.
  writeFileSync(`${settingsFile}.new`, JSON.stringify(made));
  renameSync(`${settingsFile}.new`, settingsFile);
}

/** Serves as a process of its own, which outlives this one. */
async function start() {
  rmSync(settingsFile, { force: true });
  mkdirSync(state, { recursive: true });
  const log = openSync(path.join(state, 'log'), 'a');
  spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve'], { detached: true, stdio: ['ignore', log, log] }).unref();
  for (let turn = 0; turn < 200 && !existsSync(settingsFile); turn++) await new Promise((resolve) => setTimeout(resolve, 50));
  if (!existsSync(settingsFile)) fail(`it does not come up; ${state}/log says why`);
}

/** The data that the suite counts on, and the session and the token that it reuses. */
async function settle(api) {
  await post(`${api}/api/test-data/reset`);
  await post(`${api}/api/search/warm`);
  const { TEST_EMAIL: email = 'olga@example.com', TEST_PASSWORD: password = 'open sesame' } = process.env;
  const [, session] = /porch_session=([^;]+)/.exec((await post(`${api}/api/session`, { email, password })).headers.get('set-cookie'));
  const cookie = { name: 'porch_session', value: session, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' };
  writeFileSync(path.join(state, 'auth/user.json'), JSON.stringify({ cookies: [cookie], origins: [] }));
  writeFileSync(path.join(state, 'auth/token.json'), await (await post(`${api}/api/token`)).text());
}

const actions = {
  serve: async () => {
    await serve();
    actions.variables();
  },
  start: async () => {
    await start();
    actions.variables();
  },
  variables: () => console.log(Object.entries(variables()).map(([name, value]) => `${name}=${value}`).join('\n')),
  break: async () => {
    if (!breaks[argument]) fail(`there is no break ${argument}; known are ${Object.keys(breaks).join(', ')}`);
    await post(`${variables().PORCH_CONTROL}/break/${argument}`);
  },
  state: async () => {
    const { API_URL } = variables();
    const health = await fetch(`${API_URL}/health`).then(({ status }) => status, () => 'no answer');
    console.log(JSON.stringify({ backend: health, flag: await flag(settings().unleash).isOn() }));
  },
  config: () => console.log(configuration(path.resolve(argument), variables(), settings())),
  railway: () => console.log(atRailway(path.resolve(argument), variables(), secondArgument)),
  deployed: async () => {
    const { RAILWAY_HOOK_CAUSE: cause, NEIGHBOUR_PICKUP } = process.env;
    const { PORCH_CONTROL } = variables();
    if (cause === 'restart') await post(`${PORCH_CONTROL}/restart`);
    if (cause === 'redeploy') await post(`${PORCH_CONTROL}/redeploy`, NEIGHBOUR_PICKUP ? { NEIGHBOUR_PICKUP } : {});
  },
  stop: () => post(`${variables().PORCH_CONTROL}/stop`),
};

if (!actions[command]) fail(`say one of ${Object.keys(actions).join(', ')}`);
await actions[command]();
