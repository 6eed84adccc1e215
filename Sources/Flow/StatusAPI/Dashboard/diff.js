// A unified diff, line by line, with its line numbers.
import { element } from './dom.js';

const limit = 2000;
const kinds = { '+': 'added', '-': 'removed', ' ': 'same' };

/** The lines with their kind: a hunk's header says how many lines of it follow, so that no line passes for another. */
export function read(text) {
  let [old, fresh, oldLeft, freshLeft] = [0, 0, 0, 0];
  return text.replace(/\n$/, '').split('\n').map((line) => {
    const hunk = oldLeft + freshLeft === 0 ? line.match(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/) : null;
    if (hunk) {
      [old, oldLeft, fresh, freshLeft] = [hunk[1], hunk[2] ?? 1, hunk[3], hunk[4] ?? 1].map(Number);
      return { kind: 'hunk', line };
    }
    const kind = oldLeft + freshLeft > 0 ? kinds[line[0] ?? ' '] : 'head';
    const isOld = kind === 'removed' || kind === 'same';
    const isFresh = kind === 'added' || kind === 'same';
    if (isOld) oldLeft -= 1;
    if (isFresh) freshLeft -= 1;
    return { kind: kind ?? 'head', line, old: isOld ? old++ : '', fresh: isFresh ? fresh++ : '' };
  });
}

export function diff(text) {
  const lines = read(text);
  const rows = lines.slice(0, limit).map(row);
  if (lines.length > limit) rows.push(row({ kind: 'head', line: `${lines.length - limit} more lines are in the report` }));
  return element('div', { class: 'diff', role: 'region', 'aria-label': 'Diff', tabindex: '0' },
    element('table', {}, element('tbody', {}, rows)));
}

const number = (value) => element('td', { class: 'line', 'aria-hidden': 'true' }, value);
const row = ({ kind, line, old = '', fresh = '' }) => element('tr', { class: kind },
  number(old), number(fresh), element('td', {}, element('code', {}, line || ' ')));
