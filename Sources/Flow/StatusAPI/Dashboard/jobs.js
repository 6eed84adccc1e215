// All jobs, the newest first.
import { element } from './dom.js';
import { choice, field, filters, liveList } from './lists.js';
import { badge, outcomes, short, since, stages, states, time, tone, word } from './words.js';

export function jobs(place, { query }, signal, { refresh: again }) {
  const list = liveList({
    path: '/api/v1/jobs', query, member: 'jobs', key: (job) => job.id, draw: row, signal, again, label: 'Jobs',
    empty: [...query.keys()].length
      ? [element('h2', {}, 'No job fits'), element('p', {}, 'Try other filters, or clear them.')]
      : [element('h2', {}, 'No jobs yet'),
        element('p', {}, 'A push, a pull request, a schedule or ', element('code', {}, 'POST /api/v1/jobs'),
          ' makes the first one.')],
  });
  place.append(
    element('div', { class: 'head' }, element('h1', {}, 'Jobs'),
      filters('jobs', query,
        choice('jobs', query, 'state', 'State', states.map((name) => [name, word(name)])),
        choice('jobs', query, 'outcome', 'Outcome', outcomes.map((name) => [name, word(name)])),
        field('jobs', query, 'repository', 'Repository', 'owner/name'))),
    ...list.nodes);
  return list.refresh;
}

export const state = (job) => element('span', { class: `state ${tone(job.state)}` }, word(job.state));

export function trigger(job) {
  const { kind, sender, pullRequest } = job.trigger;
  return [word(kind), pullRequest ? ` #${pullRequest}` : '', sender ? ` by ${sender}` : ''].join('');
}

/** Where the job is: a step for each stage, and what it says of its progress. */
export function progress(job) {
  const here = stages.indexOf(job.stage);
  const isOver = job.state === 'succeeded';
  return element('div', { class: 'progress' },
    element('ol', { class: 'steps', 'aria-label': `Stage ${here + 1} of ${stages.length}: ${job.stage}` },
      stages.map((name, index) => element('li', {
        class: isOver || index < here ? 'done' : index === here ? `here ${tone(job.state)}` : '', title: name,
        'aria-current': index === here && !isOver ? 'step' : null,
      }, element('span', {}, name)))),
    job.progress && !isOver ? bar(job.progress) : null);
}

export const bar = ({ done, total, unit }) => element('div', { class: 'bar-line' },
  element('progress', { max: Math.max(total, 1), value: done, 'aria-label': unit }),
  element('span', { class: 'detail' }, `${done} of ${total} ${unit}`));

function middle(job) {
  if (job.state === 'running') {
    return [element('span', { class: 'stage-name' }, job.stage), progress(job)];
  }
  if (job.state === 'queued') return element('span', { class: 'detail' }, 'waits ', since(job.createdAt));
  return element('span', { class: job.error ? 'summary bad-text' : 'summary' }, job.error ?? job.summary ?? '');
}

function row(job) {
  return element('li', {}, element('a', { class: 'row job', href: `#/jobs/${job.id}` },
    state(job),
    element('span', { class: 'what' }, element('strong', {}, job.repository),
      element('span', { class: 'detail' }, `${job.ref}${job.sha ? ` @ ${short(job.sha)}` : ''} · ${trigger(job)}`,
        job.attempt > 1 ? ` · attempt ${job.attempt}` : '', job.dryRun ? ' · dry run' : '')),
    element('span', { class: 'middle' }, middle(job)),
    element('span', { class: 'end' }, job.outcome ? badge(job.outcome) : null,
      element('span', { class: 'detail' }, time(job.finishedAt ?? job.startedAt ?? job.createdAt)))));
}
