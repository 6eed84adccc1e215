// Elements out of plain values. Text goes in as text, never as markup: what a test is called, or says, stays words.

/** element('p', { class: 'x', onclick: f }, 'text', child, null) */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  fill(made, ...children);
  return made;
}

/** Puts these in the place of what is there; null and false are nothing. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
}

/** A link when the address is plain http or https, else words: reports are data, and data names no script. */
export function outsideLink(address, words) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return element('span', {}, words ?? String(address));
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return element('span', {}, words ?? String(address));
  return element(
    'a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, words ?? url.href,
    element('span', { class: 'visually-hidden' }, ' (opens in a new tab)'));
}

/** The screenshot of a report as an image that can only be an image; null for anything else. */
export function pictureAddress(base64) {
  if (typeof base64 !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  if (base64.startsWith('iVBORw0KGgo')) return `data:image/png;base64,${base64}`;
  if (base64.startsWith('/9j/')) return `data:image/jpeg;base64,${base64}`;
  return null;
}

/**
 * Brings a list in line with its items and leaves alone what has not changed, so that focus, selection and open details
 * stay where they are while the list lives.
 */
export function reconcile(list, items, key, draw) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let place = list.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const version = JSON.stringify(item);
    let node = known.get(name);
    known.delete(name);
    if (!node || node.dataset.version !== version) {
      const fresh = draw(item, node);
      fresh.dataset.key = name;
      fresh.dataset.version = version;
      if (node) {
        const path = focusPath(node);
        if (place === node) place = fresh;
        node.replaceWith(fresh);
        restoreFocus(fresh, path);
      }
      node = fresh;
    }
    if (place === node) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
  for (const node of known.values()) node.remove();
}

function focusPath(root) {
  if (!root.contains(document.activeElement)) return null;
  const path = [];
  for (let node = document.activeElement; node !== root; node = node.parentElement) {
    path.unshift([...node.parentElement.children].indexOf(node));
  }
  return path;
}

function restoreFocus(root, path) {
  if (!path) return;
  let node = root;
  for (const index of path) node = node.children[index] ?? node;
  node.focus({ preventScroll: true });
}
