// The shell: which view is shown, how it stays up to date, and what is the same on all of them.
import { forget, get, post, Refused, token, Unreachable } from './api.js';
import { element } from './dom.js';
import { audit } from './audit.js';
import { failures } from './failures.js';
import { figures } from './figures.js';
import { job } from './job.js';
import { jobs } from './jobs.js';
import { playbooks } from './playbooks.js';
import { retell, time } from './words.js';

const lookPause = 2000;
const lookPauseWhenUnreachable = 5000;
const at = (id) => document.getElementById(id);

const views = [
  [/^\/jobs$/, jobs, 'Jobs'], [/^\/jobs\/([0-9a-f-]{36})$/, job, 'Job'], [/^\/failures$/, failures, 'Failures'],
  [/^\/playbooks$/, playbooks, 'Playbooks'], [/^\/audit$/, audit, 'Audit'],
];

let shown = { refresh: async () => {}, controller: new AbortController() };
let timer = null;

function route() {
  const [path, query] = (location.hash.slice(1) || '/jobs').split('?');
  for (const [pattern, view, title] of views) {
    const match = path.match(pattern);
    if (match) return { view, title, parameters: { id: match[1], query: new URLSearchParams(query) } };
  }
  return { view: missing, title: 'Not found', parameters: {} };
}

function missing(place) {
  place.append(
    element('h1', {}, 'Not found'),
    element('p', { class: 'empty' }, 'There is no such page. ', element('a', { href: '#/jobs' }, 'See the jobs.')));
  return async () => {};
}

/** @param moved whether a person went somewhere else, so that what is read aloud starts there. */
function show(moved) {
  shown.controller.abort();
  const { view, title, parameters } = route();
  const controller = new AbortController();
  const place = at('content');
  place.replaceChildren();
  document.title = `${title} · selfheal`;
  for (const link of document.querySelectorAll('#nav a')) {
    const here = (location.hash || '#/jobs').split('?')[0];
    if (here === link.hash || here.startsWith(`${link.hash}/`)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  shown = { refresh: view(place, parameters, controller.signal, { perform, refresh: look }), controller };
  if (moved) {
    scrollTo(0, 0);
    const heading = place.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }
  look();
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  const { refresh, controller } = shown;
  let pause = lookPause;
  try {
    await Promise.all([refresh(), figures(at('figures'), controller.signal), lookAtPause(controller.signal)]);
    tellConnection('good', 'Live');
    banner('connection', null);
  } catch (error) {
    if (error.name === 'AbortError') return;
    pause = lookPauseWhenUnreachable;
    tellProblem(error);
  }
  if (shown.controller !== controller) return;
  clearTimeout(timer);
  timer = setTimeout(look, pause);
}

function tellConnection(tone, words) {
  const place = at('connection');
  if (place.textContent !== words) place.textContent = words;
  place.className = `connection ${tone}`;
}

/** What went wrong, where everybody sees it, and what can be done about it. */
function tellProblem(error) {
  if (error instanceof Unreachable) {
    tellConnection('bad', 'Offline');
    banner('connection', 'bad', element('strong', {}, 'The service cannot be reached.'),
      ' What you see is from before. Trying again …');
  } else if (error instanceof Refused && error.status === 401) {
    tellConnection('warn', 'Token needed');
    banner('connection', 'warn', element('strong', {}, 'The API asks for a token.'), ` ${error.message} `,
      element('button', { class: 'button', type: 'button', onclick: () => askForToken(error.message) }, 'Enter token'));
    if (!asked) askForToken(error.message);
  } else {
    tellConnection('warn', 'Problem');
    banner('connection', 'bad', element('strong', {}, 'That did not work.'), ` ${error.message}`);
    if (!(error instanceof Refused)) console.error(error);
  }
}

/**
 * Does what a person asked for. When that fails, it stays told until they dismiss it or do something else, whatever the
 * next look at the service finds.
 * @param words what is done, at the beginning of a sentence.
 */
async function perform(words, action) {
  banner('action', null);
  try {
    await action();
  } catch (error) {
    tellFailure(words, error);
    if (wantsToken(error)) askForToken(error.message, () => perform(words, action));
  }
}

const wantsToken = (error) => error instanceof Refused && (error.status === 401 || error.status === 403);

function tellFailure(words, error) {
  banner('action', 'bad', element('strong', {}, `${words} did not work.`), ` ${error.message} `,
    element('button', { class: 'button', type: 'button', onclick: () => banner('action', null) }, 'Dismiss'));
  if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
}

const bannerTexts = new Map();

function banner(name, tone, ...content) {
  const place = at('banners');
  const before = place.querySelector(`[data-banner="${name}"]`);
  const text = tone && `${tone}${content.map((part) => part.textContent ?? part).join('')}`;
  if (bannerTexts.get(name) === text) return;
  bannerTexts.set(name, text);
  before?.remove();
  if (tone) {
    const role = tone === 'bad' ? 'alert' : 'status';
    place.prepend(element('div', { class: `banner ${tone}`, role, 'data-banner': name }, element('p', {}, ...content)));
  }
}

// The token of this tab.

let asked = false;
let afterToken = null;

function askForToken(why, then = null) {
  asked = true;
  afterToken = then;
  at('token-why').textContent = why || 'Reading from another machine, and everything that changes something, needs one.';
  at('token-field').value = '';
  at('token-forget').hidden = !token.get();
  if (!at('token-dialog').open) at('token-dialog').showModal();
}

at('token').addEventListener('click', () => askForToken(''));
at('token-forget').addEventListener('click', () => {
  token.set(null);
  forget();
  at('token-dialog').close();
  show(false);
});
at('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = at('token-field').value.trim();
  if (!text) return;
  token.set(text);
  forget();
  at('token-dialog').close();
  const then = afterToken;
  afterToken = null;
  if (then) then();
  show(false);
});

// The human override.

async function lookAtPause(signal) {
  const { value, isNew } = await get('/api/v1/pause', signal);
  if (isNew || at('pause').hidden) drawPause(value);
}

function drawPause(state) {
  const button = at('pause');
  button.hidden = false;
  button.textContent = state.paused ? 'Resume' : 'Pause';
  button.setAttribute('aria-pressed', String(state.paused));
  button.classList.toggle('primary', state.paused);
  banner('pause', null);
  if (!state.paused) return;
  banner('pause', 'warn', element('strong', {}, 'Healing is paused.'), ' Jobs queue, and none acts. ',
    `${state.by || 'Somebody'}, `, time(state.since), state.reason ? `: “${state.reason}”` : '.');
}

async function change(path, body) {
  banner('action', null);
  try {
    drawPause(await post(path, body));
    at('pause-dialog').close();
    look();
  } catch (error) {
    if (wantsToken(error)) {
      at('pause-dialog').close();
      askForToken(error.message, () => change(path, body));
    } else if (at('pause-dialog').open) {
      at('pause-error').textContent = error.message;
    } else {
      tellFailure(body ? 'Pausing' : 'Resuming', error);
    }
  }
}

at('pause').addEventListener('click', () => {
  if (at('pause').getAttribute('aria-pressed') === 'true') {
    change('/api/v1/resume');
  } else {
    at('pause-error').textContent = '';
    at('pause-dialog').showModal();
  }
});
at('pause-form').addEventListener('submit', (event) => {
  event.preventDefault();
  change('/api/v1/pause', { reason: at('pause-reason').value.trim() });
});

for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}
at('picture-dialog').addEventListener('click', () => at('picture-dialog').close());
at('skip').addEventListener('click', (event) => {
  event.preventDefault();
  at('content').focus();
});

addEventListener('hashchange', () => show(true));
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
setInterval(retell, 1000);
show(false);
