// Feature flags: what a variable of the deployment says (NEIGHBOUR_PICKUP=on), else Unleash, asked anew for every page.
// Source: Unleash, frontend API, GET /api/frontend: only flags that are on.
const { UNLEASH_URL, UNLEASH_FRONTEND_TOKEN = '' } = process.env;

export async function isOn(flag) {
  const deployed = process.env[flag.toUpperCase().replaceAll('-', '_')];
  if (deployed) return deployed === 'on';
  if (!UNLEASH_URL) return false;
  const answer = await fetch(`${UNLEASH_URL}/api/frontend`, { headers: { authorization: UNLEASH_FRONTEND_TOKEN } });
  if (!answer.ok) throw new Error(`flags: Unleash answers ${answer.status}`);
  const { toggles } = await answer.json();
  return toggles.some(({ name, enabled }) => name === flag && enabled);
}
