// The service's API: with the token of this tab, with entity tags, with its events.

export class Unreachable extends Error {}

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

const tokenKey = 'selfheal.token';
export const token = {
  get: () => sessionStorage.getItem(tokenKey),
  set: (text) => (text ? sessionStorage.setItem(tokenKey, text) : sessionStorage.removeItem(tokenKey)),
};

const headers = (more = {}) => (token.get() ? { Authorization: `Bearer ${token.get()}`, ...more } : more);

async function ask(path, options) {
  try {
    return await fetch(path, { cache: 'no-store', credentials: 'omit', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Unreachable('The service cannot be reached.');
  }
}

async function refusal(response) {
  let detail = `The service answered ${response.status}.`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // A proxy in between answers in its own words; the status says enough.
  }
  return new Refused(response.status, detail);
}

/** Remembers what each address answered last, and asks only whether it has changed. At most 60 addresses. */
const known = new Map();

/** @returns {{ value, isNew }} `isNew` is false when the answer is the one of last time. */
export async function get(path, signal) {
  const before = known.get(path);
  const response = await ask(path, { headers: headers(before ? { 'If-None-Match': before.tag } : {}), signal });
  if (response.status === 304 && before) return { value: before.value, isNew: false };
  if (!response.ok) throw await refusal(response);
  const value = await response.json();
  const tag = response.headers.get('ETag');
  known.delete(path);
  if (tag) known.set(path, { tag, value });
  if (known.size > 60) known.delete(known.keys().next().value);
  return { value, isNew: true };
}

export const forget = () => known.clear();

export async function post(path, body) {
  const response = await ask(path, {
    method: 'POST', headers: headers(body ? { 'Content-Type': 'application/json' } : {}),
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

export async function file(path) {
  const response = await ask(path, { headers: headers() });
  if (!response.ok) throw await refusal(response);
  return response.blob();
}

const pause = (milliseconds, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});

/**
 * Follows a job's events until it has ended or `signal` is aborted, over as many connections as that takes. EventSource
 * cannot send a token, so the stream is read by hand.
 * @param tell gets `{ id, kind, data }`.
 */
export async function follow(path, signal, tell) {
  let last = 0;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const response = await ask(path, { headers: headers(last ? { 'Last-Event-ID': String(last) } : {}), signal });
      if (!response.ok) throw await refusal(response);
      let isOver = false;
      for await (const event of events(response.body)) {
        last = event.id;
        wait = 500;
        isOver = event.kind === 'done';
        tell(event);
      }
      // A job that was run again goes on after the end of an attempt; the service ends the stream when the job is over.
      if (isOver) return;
    } catch (error) {
      if (error.name === 'AbortError' || (error instanceof Refused && error.status < 500)) return;
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, 15_000);
  }
}

/** Source: WHATWG HTML, section 9.2, as far as the service uses it. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const frames = (rest + value).split('\n\n');
      rest = frames.pop();
      for (const frame of frames) {
        const event = read(frame);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function read(frame) {
  const fields = new Map();
  for (const line of frame.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
  }
  if (!fields.has('data')) return null;
  try {
    return { id: Number(fields.get('id')), kind: fields.get('event'), data: JSON.parse(fields.get('data')) };
  } catch {
    return null;
  }
}
