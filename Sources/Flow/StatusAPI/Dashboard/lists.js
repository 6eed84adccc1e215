// What all lists have in common: filters that stand in the address, more on request, and something to say when empty.
import { get } from './api.js';
import { element, reconcile } from './dom.js';

const pageSize = 30;
const limit = 200;

/** A choice with a label; choosing goes to the same view with the filter in its address. */
export function choice(view, query, name, label, options) {
  const select = element('select', { id: `filter-${name}`, onchange: () => go(view, query, name, select.value) },
    element('option', { value: '' }, 'Any'),
    options.map(([value, words]) => element('option', { value, selected: query.get(name) === value }, words)));
  return element('div', { class: 'filter' }, element('label', { for: select.id }, label), select);
}

export function field(view, query, name, label, placeholder) {
  const input = element('input', {
    id: `filter-${name}`, type: 'search', value: query.get(name) ?? '', placeholder, spellcheck: 'false',
    autocomplete: 'off', onchange: () => go(view, query, name, input.value.trim()),
  });
  return element('div', { class: 'filter wide' }, element('label', { for: input.id }, label), input);
}

/** Without a step in the history, and without moving the focus off the filter. */
function go(view, query, name, value) {
  const next = new URLSearchParams(query);
  if (value) next.set(name, value);
  else next.delete(name);
  const text = next.toString();
  const focused = document.activeElement?.id;
  location.hash = text ? `#/${view}?${text}` : `#/${view}`;
  if (focused) addEventListener('hashchange', () => document.getElementById(focused)?.focus(), { once: true });
}

export function filters(view, query, ...controls) {
  const stay = (event) => event.preventDefault();
  return element('form', { class: 'filters', role: 'search', 'aria-label': 'Filters', onsubmit: stay }, controls,
    [...query.values()].some(Boolean) ? element('a', { class: 'button quiet', href: `#/${view}` }, 'Clear') : null);
}

/**
 * A list that is asked for again with each refresh.
 * @param options.path of the API; `member` the answer's list; `key` and `draw` of an item; `empty` what to show for none;
 *   `again` refreshes the whole view.
 */
export function liveList({ path, query, member, key, draw, empty, signal, label, again }) {
  const list = element('ul', { class: 'list', 'aria-label': label });
  const note = element('div', { class: 'empty', hidden: true }, empty);
  const more = element('button', { class: 'button', type: 'button', hidden: true, onclick: grow }, 'Show more');
  let size = pageSize;
  let drawn = null;

  function grow() {
    size = Math.min(size + pageSize, limit);
    again();
  }

  async function refresh() {
    const asked = new URLSearchParams(query);
    asked.set('limit', size);
    const { value } = await get(`${path}?${asked}`, signal);
    if (value === drawn) return;
    drawn = value;
    reconcile(list, value[member], key, draw);
    note.hidden = value[member].length > 0;
    list.hidden = !note.hidden;
    more.hidden = !value.nextCursor;
    if (value.nextCursor && size >= limit) {
      more.disabled = true;
      more.textContent = `The newest ${limit} are shown; older ones are in the API`;
    }
  }

  return { nodes: [list, note, element('div', { class: 'more' }, more)], refresh };
}
