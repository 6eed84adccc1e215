// How values read.
import { element } from './dom.js';

export const stages = ['checkout', 'test', 'triage', 'diagnose', 'repair', 'verify', 'publish', 'report'];
export const states = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'superseded'];
export const outcomes = ['green', 'healed', 'proposed', 'needs-human'];
export const categories = ['auth', 'api', 'ui', 'network', 'unknown'];

const said = {
  'needs-human': 'needs a human', 'pull_request': 'pull request', 'app-bug': 'app bug', 'test-bug': 'test bug',
  'test-outdated': 'test outdated', 'fixed-by-playbook': 'fixed by playbook', 'fix-proposed': 'fix proposed',
  'issue-opened': 'issue opened', none: 'open', 'would-apply': 'would apply', 'without-effect': 'without effect',
  api: 'API', ui: 'UI',
};
export const word = (value) => said[value] ?? String(value ?? '');

const tones = {
  queued: 'idle', running: 'live', succeeded: 'good', failed: 'bad', cancelled: 'idle', superseded: 'idle',
  green: 'good', healed: 'good', proposed: 'info', 'needs-human': 'warn',
  critical: 'bad', high: 'bad', medium: 'warn', low: 'idle',
  'app-bug': 'bad', 'test-outdated': 'info', 'test-bug': 'info', environment: 'warn', flaky: 'warn', unknown: 'idle',
  'fixed-by-playbook': 'good', 'fix-proposed': 'info', 'issue-opened': 'warn', none: 'idle',
  applied: 'good', rejected: 'bad', 'would-apply': 'info', intended: 'live', 'without-effect': 'warn',
};
export const tone = (value) => tones[value] ?? 'idle';

/** A small label; its colour repeats what its word says. */
export const badge = (value, toned = tone(value)) => element('span', { class: `badge ${toned}` }, word(value));
/** A label that says nothing of good or bad. */
export const plain = (words) => badge(words, 'plain');

export const short = (sha) => String(sha ?? '').slice(0, 7);
export const percent = (share) => `${Math.round(share * 100)}%`;
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

export function duration(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const [large, small, size, step] = whole < 3600 ? ['min', 's', 60, 1]
    : whole < 86400 ? ['h', 'min', 3600, 60] : ['d', 'h', 86400, 3600];
  const rest = Math.floor((whole % size) / step);
  return `${Math.floor(whole / size)} ${large}${rest ? ` ${rest} ${small}` : ''}`;
}

export function bytes(number) {
  if (number < 1000) return `${number} B`;
  if (number < 1_000_000) return `${(number / 1000).toFixed(1)} kB`;
  return `${(number / 1_000_000).toFixed(1)} MB`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps = [['second', 60], ['minute', 60], ['hour', 24], ['day', 30], ['month', 12], ['year', Infinity]];

function ago(moment, now = Date.now()) {
  let amount = (moment - now) / 1000;
  if (Math.abs(amount) < 5) return 'just now';
  for (const [unit, size] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return '';
}

/** A time that goes on counting: `retell` brings it up to date. */
export function time(text) {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) return element('span', {}, String(text ?? ''));
  const title = moment.toLocaleString('en', { dateStyle: 'full', timeStyle: 'long' });
  return element('time', { datetime: text, title, 'data-ago': true }, ago(moment));
}

/** A span of time that is still running. */
export const since = (text) => element('span', { 'data-since': text }, duration((Date.now() - new Date(text)) / 1000));

export function retell() {
  for (const node of document.querySelectorAll('time[data-ago]')) {
    node.textContent = ago(new Date(node.getAttribute('datetime')));
  }
  for (const node of document.querySelectorAll('[data-since]')) {
    node.textContent = duration((Date.now() - new Date(node.dataset.since)) / 1000);
  }
}
