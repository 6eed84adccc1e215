// selfheal.yaml for the porch: what may be done to which part of this environment.
export function configuration(repository, { BASE_URL, API_URL, PORCH_CONTROL, PORCH_STATE }, { unleash }) {
  const { SELFHEAL_PLAYWRIGHT_MODULES: modules } = process.env;
  const link = modules ? `["ln", "-sfn", "${modules}", "node_modules"], ` : '["npm", "install"], ';
  return `repositories:
  - name: porch
    path: "${repository}"
    setup: [${link}["./setup"]]
    timeout: 5m
    environment: { BASE_URL: "${BASE_URL}", API_URL: "${API_URL}", PORCH_STATE: "${PORCH_STATE}" }
    playbooks:
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
