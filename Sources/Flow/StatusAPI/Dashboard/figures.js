// The figures above every view.
import { get } from './api.js';
import { element } from './dom.js';
import { count, duration, percent, since } from './words.js';

const figure = (name, value, detail, extra = null) =>
  element('div', { class: 'figure' },
    element('dt', {}, name), element('dd', {}, element('span', { class: 'value' }, value), extra,
      element('span', { class: 'detail' }, detail)));

export async function figures(place, signal) {
  const { value: stats, isNew } = await get('/api/v1/stats', signal);
  if (!isNew && place.hasChildNodes()) return;
  const { states, outcomes, total } = stats.jobs;
  const { resolutions } = stats.failures;
  const healed = resolutions['fixed-by-playbook'] + resolutions['fix-proposed'];
  const whole = stats.durations.job;
  place.replaceChildren(element('dl', {},
    figure('Queue', stats.queue.depth, stats.queue.oldestQueuedAt
      ? ['oldest waits ', since(stats.queue.oldestQueuedAt)] : 'nothing waits'),
    figure('Running', states.running, states.running ? 'at work now' : 'idle'),
    figure('Heal rate', stats.healRate === undefined ? '–' : percent(stats.healRate),
      stats.failures.total ? `${healed} of ${count(stats.failures.total, 'failure')}` : 'nothing was red yet',
      stats.healRate === undefined ? null
        : element('meter', { min: 0, max: 1, value: stats.healRate, 'aria-label': 'Heal rate' })),
    figure('Needs a human', outcomes['needs-human'], `of ${count(total, 'job')}`),
    figure('Typical job', whole ? duration(whole.p50) : '–',
      whole ? `95% within ${duration(whole.p95)}` : 'no job has ended yet')));
}
