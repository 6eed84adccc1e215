// What each break does to the suite, and what mends it: titles of the tests that turn red with words of their errors, the
// playbook by its name in selfheal.yaml, and the same by hand.
const lists = 'the API lists the parcels';
const comesAndGoes = 'a parcel comes and goes';
const searches = 'search finds a parcel by its street';
const sees = 'a neighbour sees what lies on the porch';
const offers = 'a neighbour can offer to pick up';
const leads = 'the welcome page leads to the parcels';

export const states = {
  'backend-down': {
    red: {
      [lists]: 'ECONNREFUSED', [comesAndGoes]: 'ECONNREFUSED', [searches]: 'ECONNREFUSED',
      [sees]: 'Received: 0', [offers]: 'Timeout', [leads]: '502 Bad Gateway',
    },
    playbook: 'restart-backend', byHand: ['./ops/restart'],
  },
  'backend-5xx': {
    red: {
      [lists]: 'Received: 503', [comesAndGoes]: 'Received: 503', [searches]: '503',
      [sees]: 'Received: 0', [offers]: 'Timeout', [leads]: 'element(s) not found',
    },
    playbook: 'restart-backend', byHand: ['./ops/restart'],
  },
  'session-expired': {
    red: { [sees]: 'Received: 0', [offers]: 'Timeout', [leads]: 'Log in' },
    playbook: 'clear-session', byHand: ['sh', '-c', 'rm "$PORCH_STATE/auth/user.json"'],
  },
  'token-expired': {
    red: { [lists]: 'Received: 401', [comesAndGoes]: 'Received: 401' },
    playbook: 'refresh-tokens', byHand: ['sh', '-c', './ops/post "$API_URL/api/token" >"$PORCH_STATE/auth/token.json"'],
  },
  'dirty-data': {
    red: { [lists]: 'X-899', [comesAndGoes]: 'X-900 is here already', [sees]: 'Received: 5' },
    playbook: 'reset-test-data', byHand: ['./ops/reset-data'],
  },
  'flag-off': {
    red: { [offers]: 'Offer to pick up' },
    playbook: 'toggle-feature',
    byHand: ['sh', '-c', './ops/post "$UNLEASH_URL/api/admin/projects/default/features/neighbour-pickup/environments/production/on" "$UNLEASH_ADMIN_TOKEN"'],
  },
  'stale-cache': {
    red: { [leads]: 'See the parcels' },
    playbook: 'clear-cache', byHand: ['./ops/purge-cache'],
  },
  'search-not-ready': {
    red: { [searches]: 'index not ready' },
    playbook: 'warm-search', byHand: ['./ops/warm'],
  },
};
