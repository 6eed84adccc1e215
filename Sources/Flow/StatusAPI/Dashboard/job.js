// One job: where it is while it runs, and what it found when it has ended.
import { follow, get, post, Refused } from './api.js';
import { element, fill } from './dom.js';
import { bar, progress, state, trigger } from './jobs.js';
import { report } from './report.js';
import { badge, duration, short, since, time, word } from './words.js';

const logLimit = 400;
const isFinal = (job) => job.state !== 'queued' && job.state !== 'running';

export function job(place, { id }, signal, { perform, refresh: look }) {
  const path = `/api/v1/jobs/${id}`;
  const head = element('div', {}, element('h1', {}, 'Job'));
  const live = element('section', { class: 'feed', hidden: true, 'aria-label': 'Live' });
  const found = element('div', { class: 'report' });
  place.append(
    element('p', { class: 'crumbs' }, element('a', { href: '#/jobs' }, 'Jobs'), ' / ',
      element('code', {}, id.slice(0, 13))),
    head, live, found);
  let drawn = null;
  let reported = null;
  let feed = null;
  let following = null;

  async function refresh() {
    const { value: job } = await get(path, signal);
    if (job !== drawn) {
      // A retry begins a new story.
      if (drawn && isFinal(drawn) && !isFinal(job)) found.replaceChildren();
      drawn = job;
      drawHead(head, job, act);
    }
    if (!isFinal(job)) watch(job);
    else await drawReport(job);
  }

  async function drawReport(job) {
    following?.abort();
    following = null;
    const name = `${job.attempt} ${job.finishedAt}`;
    if (reported === name) return;
    try {
      const { value } = await get(`${path}/report`, signal);
      found.replaceChildren(...report(value, path, perform));
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) throw error;
      found.replaceChildren(element('div', { class: 'empty' }, element('h2', {}, 'No report'),
        element('p', {}, job.error ?? `The job is ${word(job.state)}, so it left no report.`)));
    }
    reported = name;
    if (!feed) live.hidden = true;
  }

  function watch(job) {
    live.hidden = false;
    if (following) return;
    following = new AbortController();
    signal.addEventListener('abort', () => following?.abort(), { once: true });
    feed = drawFeed(live, job);
    follow(`${path}/events`, following.signal, (event) => {
      feed.tell(event);
      if (event.kind === 'done') look();
    });
  }

  const deeds = { cancel: 'Cancelling the job', retry: 'Running the job again' };
  const act = (name) => perform(deeds[name], async () => {
    await post(`${path}/${name}`);
    await look();
  });

  return refresh;
}

function drawHead(place, job, act) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const fact = (name, ...value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));
  const button = (name, words, tone = '') => element(
    'button', { class: `button ${tone}`, type: 'button', 'data-act': name, onclick: () => act(name) }, words);
  fill(place,
    element('div', { class: 'head' },
      element('div', { class: 'title' }, element('h1', {}, job.repository),
        element('p', { class: 'badges' }, state(job), job.outcome ? badge(job.outcome) : null,
          job.dryRun ? badge('dry run') : null)),
      element('div', { class: 'acts' },
        isFinal(job) ? null : button('cancel', 'Cancel job', 'danger'),
        ['succeeded', 'failed', 'cancelled'].includes(job.state) ? button('retry', 'Run again') : null)),
    job.error ? element('div', { class: 'banner bad' },
      element('p', {}, element('strong', {}, 'The job could not be done. '), job.error)) : null,
    job.summary ? element('p', { class: 'lead' }, job.summary) : null,
    element('dl', { class: 'facts' },
      fact('Ref', element('code', {}, job.ref)),
      job.sha ? fact('Commit', element('code', { title: job.sha }, short(job.sha))) : null,
      job.base ? fact('Compared with', element('code', { title: job.base }, short(job.base))) : null,
      fact('Started by', trigger(job)),
      fact('Created', time(job.createdAt)),
      job.startedAt && job.finishedAt
        ? fact('Took', duration((new Date(job.finishedAt) - new Date(job.startedAt)) / 1000)) : null,
      job.startedAt && !job.finishedAt ? fact('Runs for', since(job.startedAt)) : null,
      job.attempt > 1 ? fact('Attempt', String(job.attempt)) : null,
      job.projects.length ? fact('Projects', job.projects.join(', ')) : null),
    progress({ ...job, progress: null }));
  if (focused) place.querySelector(`[data-act="${focused}"]`)?.focus();
}

/** What the event stream tells, as it tells it. */
function drawFeed(place, job) {
  const now = element('p', { class: 'now', role: 'status' }, job.state === 'queued' ? 'Waits for a worker' : job.stage);
  const meter = element('div', { class: 'meter' });
  const log = element('ol', { class: 'log', tabindex: '0', 'aria-label': 'Events' });
  place.replaceChildren(element('h2', {}, 'Live'), now, meter, log);

  function add(kind, ...content) {
    const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
    log.append(element('li', { 'data-kind': kind }, element('span', { class: 'kind' }, kind), element('span', {}, content)));
    while (log.childElementCount > logLimit) log.firstElementChild.remove();
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }

  /** What an attempt before this one told makes room. */
  function begin(stage) {
    if (log.lastElementChild?.dataset.kind === 'done') log.replaceChildren();
    now.textContent = stage;
    meter.replaceChildren();
    add('stage', stage);
  }

  const kinds = {
    stage: ({ stage }) => begin(stage),
    progress: (data) => meter.replaceChildren(bar(data)),
    log: ({ text }) => add('log', text),
    failure: ({ testName, verdict, rootCause }) =>
      add('failure', element('strong', {}, testName), ' ', badge(verdict), ` ${rootCause}`),
    fix: ({ state: end, why }) => add('fix', badge(end), ` ${why}`),
    done: ({ state: end, outcome, summary, error }) => {
      now.textContent = outcome ? word(outcome) : word(end);
      meter.replaceChildren();
      add('done', outcome ? badge(outcome) : badge(end), ` ${error ?? summary ?? ''}`);
    },
  };
  return { tell: ({ kind, data }) => kinds[kind]?.(data) };
}
