// What was red over time, in all jobs.
import { element } from './dom.js';
import { choice, field, filters, liveList } from './lists.js';
import { confidence } from './report.js';
import { badge, categories, plain, time, word } from './words.js';

export function failures(place, { query }, signal, { refresh: again }) {
  const fingerprint = query.get('fingerprint');
  const list = liveList({
    path: '/api/v1/failures', query, member: 'failures', key: (item) => `${item.job} ${item.attempt} ${item.id}`,
    draw: row, signal, again, label: 'Failures',
    empty: [...query.keys()].length
      ? [element('h2', {}, 'No failure fits'), element('p', {}, 'Try other filters, or clear them.')]
      : [element('h2', {}, 'Nothing was red yet'),
        element('p', {}, 'Failures of ended jobs are kept here, with what they were found to be.')],
  });
  place.append(
    element('div', { class: 'head' }, element('h1', {}, 'Failures'),
      filters('failures', query,
        choice('failures', query, 'category', 'Category', categories.map((name) => [name, word(name)])),
        field('failures', query, 'repository', 'Repository', 'owner/name'))),
    fingerprint ? element('p', { class: 'lead' },
      'All with the cause ', element('code', {}, fingerprint), ', the newest first. ',
      element('a', { href: '#/failures' }, 'Show every cause')) : '',
    ...list.nodes);
  return list.refresh;
}

export const sameCause = ({ fingerprint }) => `#/failures?fingerprint=${encodeURIComponent(fingerprint)}`;

function row(item) {
  return element('li', {}, element('div', { class: 'row failure' },
    element('span', { class: 'what' }, element('a', { href: `#/jobs/${item.job}` }, element('strong', {}, item.testName)),
      element('span', { class: 'detail' }, `${item.repository} · ${item.ref} · `,
        element('code', {}, `${item.file}:${item.line}`))),
    element('span', { class: 'middle' },
      element('span', { class: 'badges' }, badge(item.verdict), plain(word(item.category)), plain(item.kind),
        confidence(item.confidence)),
      element('span', { class: 'summary' }, item.rootCause)),
    element('span', { class: 'end' }, badge(item.resolution), element('span', { class: 'detail' }, time(item.at)),
      element('a', { class: 'detail', href: sameCause(item) }, 'Same cause'))));
}
