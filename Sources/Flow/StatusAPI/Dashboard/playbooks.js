// What may be done without asking anybody, and whether it may be done now.
import { get } from './api.js';
import { element } from './dom.js';
import { badge, count, plain, time } from './words.js';

export function playbooks(place, _, signal) {
  const list = element('div', { class: 'playbooks' });
  place.append(
    element('div', { class: 'head' }, element('h1', {}, 'Playbooks')),
    element('p', { class: 'lead' },
      'Only what the configuration names is ever done, and only where its guards allow it.'),
    list);
  let drawn = null;

  return async () => {
    const { value } = await get('/api/v1/playbooks', signal);
    if (value === drawn) return;
    drawn = value;
    const groups = group(value.playbooks);
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
  element('p', {}, 'Name what may be done under ', element('code', {}, 'playbooks'), ' of a repository in ',
    element('code', {}, 'selfheal.yaml'), '. Until then nothing is ever done.'));

function standing({ heldBy, coolingDownUntil }) {
  if (coolingDownUntil && new Date(coolingDownUntil) > new Date()) return ['info', 'cooling down', heldBy ?? ''];
  if (heldBy) return ['warn', 'held', heldBy];
  return ['good', 'ready', 'may act'];
}

function card({ name, class: level, target, guard }) {
  const [tone, words, why] = standing(guard);
  const { lastRun, runsInWindow, windowSeconds } = guard;
  const fact = (title, ...value) => element('div', {}, element('dt', {}, title), element('dd', {}, value));
  return element('li', { class: 'card' },
    element('header', {}, element('h3', {}, name),
      element('p', { class: 'badges' }, badge(words, tone), plain(`class ${level}`))),
    element('div', { class: 'card-body' }, element('div', { class: 'words' },
      element('p', { class: 'detail' }, why),
      element('dl', { class: 'facts' },
        fact('Acts on', element('code', {}, target)),
        fact(`Within ${Math.round(windowSeconds / 3600)} h`, count(runsInWindow, 'run')),
        fact('Last run', lastRun
          ? [badge(lastRun.state), ' ',
            lastRun.job ? element('a', { href: `#/jobs/${lastRun.job}` }, time(lastRun.at)) : time(lastRun.at)]
          : 'never')),
      lastRun?.result ? element('p', {}, lastRun.result) : null)));
}
