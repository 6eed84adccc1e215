// What every page's script shares: calling the API, and showing money.

const origin = document.querySelector('meta[name="api-origin"]').content;

export class ApiError extends Error {
  constructor(status, { code = 'unknown', message = 'Something went wrong', fields = {} } = {}) {
    super(message);
    Object.assign(this, { status, code, fields });
  }
}

export async function callApi(path, { method = 'GET', body } = {}) {
  const response = await fetch(`${origin}/api/${path}`, {
    method,
    credentials: 'include',
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const data = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new ApiError(response.status, data.error);
  return data;
}

export const money = (cents) => `€${(cents / 100).toFixed(2)}`;

export function showCartCount(count) {
  document.querySelector('.cart-link .badge').textContent = count;
}

export function element(tag, { text, ...attributes } = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}
