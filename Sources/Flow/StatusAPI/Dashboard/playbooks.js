// What may be done without asking anybody, and whether it may be done now.
import { get } from './api.js';
import { element } from './dom.js';
import { badge, count, duration, time } from './words.js';

export function playbooks(place, _, signal) {
  const list = element('div', { class: 'playbooks' });
  place.append(
    element('div', { class: 'head' }, element('h1', {}, 'Playbooks')),
    element('p', { class: 'lead' }, 'Only what the configuration names is ever done, and only where its guards allow it.'), list);
  let drawn = null;

  return async () => {
    const { value } = await get('/api/v1/playbooks', signal);
    if (value === drawn) return;
    drawn = value;
    const groups = Map.groupBy ? Map.groupBy(value.playbooks, (item) => item.repository) : group(value.playbooks);
    list.replaceChildren(...(value.playbooks.length ? [...groups].map(([repository, items]) => element('section', {},
      element('h2', {}, repository), element('ul', { class: 'cards' }, items.map(card)))) : [nothing()]));
  };
}

function group(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.repository, [...(groups.get(item.repository) ?? []), item]);
  return groups;
}

const nothing = () => element('div', { class: 'empty' }, element('h2', {}, 'No playbooks'),
  element('p', {}, 'Name what may be done under ', element('code', {}, 'playbooks'), ' of a repository in ', element('code', {}, 'selfheal.yaml'), '. Until then nothing is ever done.'));

function standing({ heldBy, coolingDownUntil }) {
  if (heldBy) return ['warn', 'held', heldBy];
  if (coolingDownUntil && new Date(coolingDownUntil) > new Date()) return ['info', 'cooling down', element('span', {}, 'until ', time(coolingDownUntil))];
  return ['good', 'ready', 'may act'];
}

function card({ name, class: level, target, guard }) {
  const [tone, words, why] = standing(guard);
  const { lastRun, runsInWindow, windowSeconds } = guard;
  return element('li', { class: 'card' },
    element('header', {}, element('h3', {}, name),
      element('p', { class: 'badges' }, element('span', { class: `badge ${tone}` }, words), element('span', { class: 'badge plain' }, `class ${level}`))),
    element('div', { class: 'card-body' }, element('div', { class: 'words' },
      element('p', { class: 'detail' }, why),
      element('dl', { class: 'facts' },
        element('div', {}, element('dt', {}, 'Acts on'), element('dd', {}, element('code', {}, target))),
        element('div', {}, element('dt', {}, `Last ${duration(windowSeconds)}`), element('dd', {}, count(runsInWindow, 'run'))),
        element('div', {}, element('dt', {}, 'Last run'), element('dd', {}, lastRun
          ? [badge(lastRun.state), ' ', lastRun.job ? element('a', { href: `#/jobs/${lastRun.job}` }, time(lastRun.at)) : time(lastRun.at)] : 'never'))),
      lastRun?.result ? element('p', {}, lastRun.result) : null)));
}
