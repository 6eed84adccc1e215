// Keeps the environment running: the backend as a process of its own, the edge before it, and a control port.
import { spawn } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';

import { breaks } from './breaks.mjs';
import { edge } from './edge.mjs';

/** Returns when everything is up. Ends with the process, or by POST /stop. */
export async function keep(settings) {
  const { app, state, ports, unleash } = settings;
  const backendURL = `http://127.0.0.1:${ports.backend}`;
  const front = edge(backendURL);
  const deployed = {};
  let backend;

  async function startBackend() {
    const { PATH, TEST_EMAIL, TEST_PASSWORD } = process.env;
    backend = spawn(process.execPath, [path.join(app, 'app/server.mjs')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH, TEST_EMAIL, TEST_PASSWORD, PORT: String(ports.backend), PORCH_STATE: state,
        UNLEASH_URL: unleash.url, UNLEASH_FRONTEND_TOKEN: unleash.frontendToken, ...deployed,
      },
    });
    for (let turn = 0; turn < 200; turn++) {
      const answer = await fetch(`${backendURL}/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('the backend does not come up');
  }

  async function stopBackend() {
    if (backend.exitCode !== null || backend.signalCode !== null) return;
    const ended = new Promise((resolve) => backend.once('exit', resolve));
    backend.kill('SIGKILL');
    await ended;
  }

  async function restart() {
    await stopBackend();
    await startBackend();
  }

  /** A restart with variables of the deployment as they are now. */
  async function redeploy(variables) {
    Object.assign(deployed, variables);
    await restart();
    front.purge();
  }

  async function stop() {
    await stopBackend();
    setImmediate(() => process.exit(0));
  }

  const place = { ...settings, front, stopBackend, redeploy, signalBackend: (name) => backend.kill(name) };
  const actions = {
    '/restart': restart,
    '/purge': front.purge,
    '/redeploy': redeploy,
    '/stop': stop,
    ...Object.fromEntries(Object.entries(breaks).map(([name, act]) => [`/break/${name}`, () => act(place)])),
  };

  const control = http.createServer(async (request, response) => {
    const act = request.method === 'POST' && actions[request.url];
    if (!act) return response.writeHead(404).end(`nothing to do for ${request.method} ${request.url}\n`);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      await act(chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {});
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end(`${error.message}\n`);
    }
  });

  process.on('SIGTERM', stop);
  await startBackend();
  const listen = (server, port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(front.server, ports.edge);
  await listen(control, ports.control);
}
