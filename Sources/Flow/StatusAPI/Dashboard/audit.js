// The log of actions, which only grows.
import { element } from './dom.js';
import { liveList } from './lists.js';
import { badge, time, word } from './words.js';

export function audit(place, _, signal, { refresh: again }) {
  const list = liveList({
    path: '/api/v1/audit', query: new URLSearchParams(), member: 'entries', key: (entry) => String(entry.sequence),
    draw: row, signal, again, label: 'Audit log',
    empty: [element('h2', {}, 'Nothing was done yet'),
      element('p', {}, 'Every action is written here before it is done, with its reason.')],
  });
  place.append(
    element('div', { class: 'head' }, element('h1', {}, 'Audit log')),
    element('p', { class: 'lead' },
      'Everything that was done, or would have been in a dry run. Entries are only ever added.'),
    ...list.nodes);
  return list.refresh;
}

function row(entry) {
  return element('li', {}, element('div', { class: 'row entry' },
    element('span', { class: 'number' }, `#${entry.sequence}`),
    element('span', { class: 'what' },
      element('strong', {}, word(entry.what), entry.dryRun ? badge('dry run') : null),
      element('span', { class: 'detail' }, element('code', {}, entry.target))),
    element('span', { class: 'middle' }, element('span', {}, entry.why),
      element('span', { class: 'detail' }, entry.result)),
    element('span', { class: 'end' }, element('span', {}, entry.actor), element('span', { class: 'detail' }, time(entry.at)),
      entry.job ? element('a', { class: 'detail', href: `#/jobs/${entry.job}` }, 'Job') : null)));
}
