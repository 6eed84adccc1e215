// A Railway with one service, `api` of `shop` in `production`: the questions and changes that restarting it, redeploying it and
// setting its variables take.
//   node railway.mjs COMMAND...     prints `listening on URL`; COMMAND brings a deployment up, as its environment says:
//                                   RAILWAY_HOOK_CAUSE (restart, redeploy) and the service's variables
// The token is `account-token`. GET /_state tells what was done.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const [program, ...words] = process.argv.slice(2);
const shop = { project: ['project-1', 'shop'], environment: ['environment-1', 'production'], service: ['service-1', 'api'] };
const variables = {};
const done = [];
let clock = Date.UTC(2026, 0, 5, 9);
const deployments = [made('SUCCESS')];

const node = ([id, name]) => ({ node: { id, name } });
const now = () => new Date((clock += 1000)).toISOString();
const latest = () => deployments.at(-1);

function made(status) {
  const at = new Date(clock).toISOString();
  return {
    id: `deployment-${(made.count = (made.count ?? 0) + 1)}`, status, createdAt: at, statusUpdatedAt: at,
    deploymentStopped: false, canRedeploy: true,
  };
}

function move(deployment, status) {
  Object.assign(deployment, { status, statusUpdatedAt: now() });
}

function bringUp(deployment, cause) {
  done.push(cause);
  move(deployment, 'DEPLOYING');
  const { PATH, PORCH_STATE } = process.env;
  // A restart keeps the variables of the deployment; a new deployment has those of now.
  if (cause === 'redeploy') deployment.variables = { ...variables };
  const environment = { PATH, PORCH_STATE, ...deployment.variables, RAILWAY_HOOK_CAUSE: cause };
  spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit'], env: environment }).once('exit', (status) => {
    move(deployment, status === 0 ? 'SUCCESS' : 'CRASHED');
  });
}

function deployment(id) {
  const found = deployments.find((one) => one.id === id);
  if (!found) throw new Error('Deployment not found');
  return found;
}

function expectService(id) {
  if (id !== shop.service[0]) throw new Error('Service not found');
}

const fields = {
  apiToken: () => ({ workspaces: [{ id: 'workspace-1' }] }),
  projects: () => ({ edges: [node(shop.project)], pageInfo: { hasNextPage: false, endCursor: null } }),
  project: () => ({
    id: shop.project[0], name: shop.project[1], environments: { edges: [node(shop.environment)] },
    services: { edges: [node(shop.service)] },
  }),
  serviceInstance: ({ service }) => {
    expectService(service);
    return { latestDeployment: latest(), activeDeployments: deployments.filter(({ status }) => status === 'SUCCESS') };
  },
  deployment: ({ id }) => deployment(id),
  // What a deployment was made with.
  deploymentSnapshot: ({ id }) => ({ variables: deployment(id).variables ?? {} }),
  variables: ({ service }) => (expectService(service), variables),
  deploymentRestart: ({ id }) => (bringUp(deployment(id), 'restart'), true),
  deploymentRedeploy: ({ id }) => {
    deployment(id);
    deployments.push(made('INITIALIZING'));
    bringUp(latest(), 'redeploy');
    return latest();
  },
  variableUpsert: ({ input }) => {
    expectService(input.serviceId);
    if (!input.skipDeploys) throw new Error('this stand-in deploys nothing by itself');
    variables[input.name] = input.value;
    done.push(`${input.name}=${input.value}`);
    return true;
  },
};

function answer(headers, body) {
  if (headers.authorization !== 'Bearer account-token') throw new Error('Not Authorized');
  const { query, variables: given } = JSON.parse(body);
  const [, name] = /^(?:query|mutation)\b[^{]*\{\s*(\w+)/.exec(query) ?? [];
  if (!fields[name]) throw new Error(`this stand-in has no field ${name}`);
  return { data: { [name]: fields[name](given ?? {}) } };
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  let value;
  try {
    value = request.url === '/_state' ? { done, variables } : answer(request.headers, Buffer.concat(chunks).toString('utf8'));
  } catch ({ message }) {
    value = { errors: [{ message, extensions: { code: 'INTERNAL_SERVER_ERROR' }, traceId: '1' }], data: null };
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
