// An Unleash with one project: the calls that switching a flag and asking for it take.
//   node unleash.mjs     prints `listening on URL`; environments are development and production
// The tokens are `admin-token` and `frontend-token`, the latter for production. GET /_state tells what was done.
import { createServer } from 'node:http';

const environments = ['development', 'production'];
const features = new Map();
const events = [];

const refused = (status, name, message) => Object.assign(new Error(message), { status, name });

function feature(name) {
  if (!features.has(name)) throw refused(404, 'NotFoundError', `Could not find feature flag ${name}`);
  return features.get(name);
}

function environment(flag, name) {
  if (!environments.includes(name)) throw refused(404, 'NotFoundError', `Could not find environment ${name}`);
  return { name, enabled: flag.on.has(name), type: name, strategies: [] };
}

const shown = (flag) => ({
  name: flag.name, project: 'default', type: flag.type, archived: false,
  environments: environments.map((name) => environment(flag, name)),
});

function turn(flag, place, isOn) {
  if (environment(flag, place).enabled !== isOn) events.push(`${flag.name} ${place} ${isOn ? 'on' : 'off'}`);
  flag.on[isOn ? 'add' : 'delete'](place);
  return [200];
}

const admin = '/api/admin/projects/default/features';
const routes = [
  ['POST', admin, (_, { name, type = 'release' }) => {
    if (features.has(name)) throw refused(409, 'NameExistsError', 'A flag with that name already exists');
    features.set(name, { name, type, on: new Set() });
    return [201, shown(feature(name))];
  }],
  ['GET', `${admin}/:name`, ({ name }) => [200, shown(feature(name))]],
  ['GET', `${admin}/:name/environments/:place`, ({ name, place }) => [200, environment(feature(name), place)]],
  ['POST', `${admin}/:name/environments/:place/on`, ({ name, place }) => turn(feature(name), place, true)],
  ['POST', `${admin}/:name/environments/:place/off`, ({ name, place }) => turn(feature(name), place, false)],
  ['GET', '/api/frontend', () => [200, {
    toggles: [...features.values()].filter(({ on }) => on.has('production')).map(({ name }) => ({ name, enabled: true })),
  }]],
];

function match(pattern, path) {
  const names = pattern.split('/');
  const parts = path.split('/');
  if (names.length !== parts.length) return undefined;
  if (!names.every((name, i) => name.startsWith(':') || name === parts[i])) return undefined;
  return Object.fromEntries(names.flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), decodeURIComponent(parts[i])]] : [])));
}

function answer({ method, url, headers }, body) {
  if (url === '/_state') return [200, { events }];
  const wanted = url.startsWith('/api/admin/') ? 'admin-token' : 'frontend-token';
  if (headers.authorization !== wanted) throw refused(401, 'AuthenticationRequired', 'You must log in to use Unleash.');
  for (const [verb, pattern, act] of routes) {
    const parameters = verb === method && match(pattern, url.split('?')[0]);
    if (parameters) return act(parameters, body ? JSON.parse(body) : {});
  }
  throw refused(404, 'NotFoundError', `The path you were looking for (${url}) is not available.`);
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  let status, value;
  try {
    [status, value] = answer(request, Buffer.concat(chunks).toString('utf8'));
  } catch ({ status: refusal = 500, name, message }) {
    [status, value] = [refusal, { id: '0', name, message, details: [{ message }] }];
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(value && JSON.stringify(value));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
