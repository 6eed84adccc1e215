// selfheal.yaml for the porch: what may be done to which part of this environment.
function suite(repository, { BASE_URL, API_URL, PORCH_STATE }) {
  const { SELFHEAL_PLAYWRIGHT_MODULES: modules } = process.env;
  const link = modules ? `["ln", "-sfn", "${modules}", "node_modules"], ` : '["npm", "install"], ';
  return `repositories:
  - name: porch
    path: "${repository}"
    setup: [${link}["./setup"]]
    timeout: 5m
    environment: { BASE_URL: "${BASE_URL}", API_URL: "${API_URL}", PORCH_STATE: "${PORCH_STATE}" }
    playbooks:`;
}

const service = 'project: shop, environment: production, service: api';

/** One playbook alone, bound to the service at Railway that the backend is said to be. */
export function atRailway(repository, variables, playbook) {
  const probe = `probe: { http: "${variables.API_URL}/health" }`;
  const known = {
    'restart-backend': [`railway: { ${service} }`, probe],
    redeploy: [`railway: { ${service} }`, probe],
    'toggle-feature': [`railway: { ${service}, variable: NEIGHBOUR_PICKUP }`, 'to: "on"'],
  };
  if (!known[playbook]) throw new Error(`at Railway there are ${Object.keys(known).join(', ')}`);
  return [suite(repository, variables), `      ${playbook}:`, ...known[playbook].map((line) => `        ${line}`),
    '        cooldown: 1s'].join('\n');
}

export function configuration(repository, variables, { unleash }) {
  const { API_URL, PORCH_CONTROL, PORCH_STATE } = variables;
  return `${suite(repository, variables)}
      restart-backend:
        command: ["./ops/restart"]
        environment: { PORCH_CONTROL: "${PORCH_CONTROL}" }
        probe: { http: "${API_URL}/health" }
        cooldown: 1s
      redeploy:
        http: { method: POST, url: "${PORCH_CONTROL}/redeploy" }
        probe: { http: "${API_URL}/health" }
        cooldown: 1s
      clear-session:
        files: ["${PORCH_STATE}/auth/user.json"]
        cooldown: 1s
      refresh-tokens:
        http: { method: POST, url: "${API_URL}/api/token" }
        save: { file: "${PORCH_STATE}/auth/token.json" }
        cooldown: 1s
      reset-test-data:
        command: ["./ops/reset-data"]
        environment: { API_URL: "${API_URL}" }
        cooldown: 1s
      toggle-feature:
        unleash: { url: "${unleash.url}", project: ${unleash.project}, environment: ${unleash.environment}, flag: ${unleash.name} }
        to: on
        cooldown: 1s
      clear-cache:
        command: ["./ops/purge-cache"]
        environment: { PORCH_CONTROL: "${PORCH_CONTROL}" }
        cooldown: 1s
      warm-search:
        class: A
        when: { category: api, kind: http-5xx, text: "index not ready" }
        command: ["./ops/warm"]
        environment: { API_URL: "${API_URL}" }
        cooldown: 1s`;
}
