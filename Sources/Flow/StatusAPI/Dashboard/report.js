// A job's report: what was red and why, what was proven, what was done.
import { file } from './api.js';
import { element, outsideLink, pictureAddress } from './dom.js';
import { diff } from './diff.js';
import { badge, bytes, count, duration, percent, plain, stages, time, word } from './words.js';

export function report(value, path, perform) {
  const open = (name) => perform(`Downloading ${name}`, async () => {
    save(await file(artifact(path, name)), name.split('/').pop());
  });
  // What one failure says of its cause stands with the failure.
  const causes = (value.groups ?? []).filter(({ failures }) => failures.length > 1);
  return [
    tally(value.summary),
    causes.length ? section('Shared causes', causes.length, causes.map((item) => cause(item, value.failures))) : null,
    section('Failures', value.failures.length, value.failures.length
      ? value.failures.map((item) => failure(item, value.fixes, open))
      : [element('p', { class: 'empty small' }, 'Nothing was red.')]),
    value.fixes.length ? section('Fixes', value.fixes.length, value.fixes.map((item) => fix(item, value.failures))) : null,
    value.actions.length ? section('Actions', value.actions.length, [actions(value.actions)]) : null,
    section('Where the time went', null, [times(value.metrics)]),
    value.artifacts.length ? section('Artifacts', value.artifacts.length, [artifacts(value.artifacts, open)]) : null,
  ].filter(Boolean);
}

const section = (title, number, children) => element('section', {},
  element('h2', {}, title, number === null ? null : element('span', { class: 'number' }, number)), children);

function tally(summary) {
  const parts = [['tests', 'idle'], ['passed', 'good'], ['failed', 'bad'], ['flaky', 'warn'], ['skipped', 'idle'],
    ['fixed', 'good'], ['proposed', 'info'], ['remaining', 'warn']];
  return element('dl', { class: 'tally' }, parts.map(([name, tone]) =>
    element('div', { class: summary[name] ? tone : 'zero' }, element('dt', {}, name), element('dd', {}, summary[name]))));
}

export const confidence = (share) => element('span', { class: 'confidence' },
  element('meter', { min: 0, max: 1, low: 0.5, high: 0.8, optimum: 1, value: share, 'aria-label': 'Confidence' }),
  ` ${percent(share)} sure`);

function cause(item, failures) {
  const members = new Set(item.failures);
  const names = failures.filter(({ id }) => members.has(id)).map(({ testName }) => testName);
  return element('article', { class: 'card' },
    element('header', {},
      element('div', { class: 'card-title' }, element('h3', {}, count(names.length, 'test'))),
      element('p', { class: 'badges' }, badge(item.verdict), confidence(item.confidence), badge(item.severity),
        plain(word(item.culprit)))),
    element('div', { class: 'card-body' }, element('div', { class: 'words' },
      element('p', {}, item.rootCause),
      element('details', {}, element('summary', {}, 'Tests and evidence'),
        element('ul', {}, names.map((name) => element('li', {}, name))),
        evidence(item.evidence.map((fact) => ({ ...fact, text: `${fact.text} (${fact.failures} of ${names.length})` })))))));
}

const risks = { low: 'good', medium: 'warn', high: 'bad' };

const link = (words, onclick) => element('button', { class: 'link', type: 'button', onclick }, words);

function failure(item, fixes, open) {
  const repair = fixes.find((candidate) => candidate.id === item.fix);
  return element('article', { class: 'card' },
    element('header', {},
      element('div', { class: 'card-title' }, element('h3', {}, item.testName), badge(item.resolution)),
      element('p', { class: 'badges' }, badge(item.verdict), confidence(item.confidence), badge(item.severity),
        plain(word(item.category)), plain(item.kind)),
      element('p', { class: 'detail' }, element('code', {}, `${item.file}:${item.line}`), ` · ${item.project} · `,
        element('a', { href: `#/failures?fingerprint=${encodeURIComponent(item.fingerprint)}` }, 'Seen before?'))),
    element('div', { class: 'card-body' },
      element('div', { class: 'words' },
        element('h4', {}, 'Root cause'), element('p', {}, item.rootCause),
        item.evidence.length ? [element('h4', {}, 'Evidence'), evidence(item.evidence)] : null,
        item.suggestedFix ? [element('h4', {}, 'Suggested'),
          element('p', {},
            element('strong', {}, `${item.suggestedFix.playbook} (class ${item.suggestedFix.class})`),
            `: ${item.suggestedFix.why}`)] : null,
        repair ? element('p', {}, link('See its fix', () => goTo(repair.id)), published(repair)) : null,
        element('details', { open: item.errorMessage.length < 500 }, element('summary', {}, 'Error'),
          element('pre', { tabindex: '0' }, item.errorMessage)),
        item.trace ? element('p', {}, link('Download the trace', () => open(item.trace))) : null,
        (item.videos ?? []).map((video) => element('p', {}, link('Download the video', () => open(video))))),
      picture(item)));
}

function goTo(id) {
  const place = document.getElementById(`fix-${id}`);
  place?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  place?.focus({ preventScroll: true });
}

const evidence = (list) => element('ul', { class: 'evidence' }, list.map(({ text, source, rule }) =>
  element('li', {}, element('span', { class: 'badge plain', title: `Rule ${rule}` }, source),
    element('span', {}, text))));

function picture(item) {
  const address = pictureAddress(item.screenshot);
  if (!address) return null;
  const enlarge = () => {
    const large = document.getElementById('picture');
    large.src = address;
    large.alt = `Page at the end of “${item.testName}”`;
    document.getElementById('picture-dialog').showModal();
  };
  return element('button', { class: 'thumb', type: 'button', onclick: enlarge },
    element('img', { src: address, alt: `Page at the end of “${item.testName}”`, loading: 'lazy' }),
    element('span', {}, 'Enlarge'));
}

function fix(item, failures) {
  const repaired = failures.filter(({ id }) => item.failures.includes(id));
  const { before, after, checks } = item.proof;
  return element('article', { class: 'card', id: `fix-${item.id}`, tabindex: '-1' },
    element('header', {},
      element('div', { class: 'card-title' }, element('h3', {}, item.why), badge(item.state)),
      element('p', { class: 'badges' }, badge(`${item.risk.level} risk`, risks[item.risk.level]),
        plain(`class ${item.class}`), plain(item.kind),
        plain(item.source === 'model' ? `by model ${item.model ?? ''}` : 'by rule'), published(item))),
    element('div', { class: 'card-body' }, element('div', { class: 'words' },
      item.diff ? diff(item.diff) : null,
      element('div', { class: 'columns' },
        element('div', {}, element('h4', {}, 'Proof'),
          element('p', {}, `${before.red} red before; ${after.green} of ${count(after.runs, 'run')} green after.`),
          element('ul', { class: 'checks' }, checks.map(check))),
        element('div', {},
          points('Risk', item.risk.reasons), points('Repairs', repaired.map(({ testName }) => testName)))))));
}

const check = ({ name, passed, text }) => element('li', { class: passed ? 'good' : 'bad' },
  element('span', { class: 'visually-hidden' }, passed ? 'Passed: ' : 'Failed: '), element('strong', {}, name), ` ${text}`);

const points = (title, words) => words.length
  ? [element('h4', {}, title), element('ul', {}, words.map((text) => element('li', {}, text)))] : null;

function published({ published: { branch, pullRequest, issue } }) {
  return element('span', { class: 'published' },
    pullRequest ? outsideLink(pullRequest, 'Pull request') : null,
    issue ? outsideLink(issue, 'Issue') : null,
    !pullRequest && branch ? ['branch ', element('code', {}, branch)] : null);
}

const actions = (list) => element('ol', { class: 'timeline' }, list.map((action) => element('li', {},
  element('p', {}, element('strong', {}, word(action.what)), ' ', element('code', {}, action.target),
    action.dryRun ? badge('dry run') : null, ' ', element('span', { class: 'detail' }, time(action.at))),
  element('p', { class: 'detail' }, action.why), element('p', {}, action.result))));

function times({ stages: seconds, playwright, llm }) {
  const known = stages.filter((name) => seconds[name] !== undefined);
  const longest = Math.max(...known.map((name) => seconds[name]), 0.001);
  return element('div', { class: 'times' },
    element('ul', {}, known.map((name) => element('li', {}, element('span', {}, name),
      element('progress', { max: longest, value: seconds[name], 'aria-label': name }),
      element('span', { class: 'detail' }, duration(seconds[name]))))),
    element('p', { class: 'detail' }, `${duration(playwright)} inside the suite. `,
      llm.calls
        ? `${count(llm.calls, 'model call')}, ${llm.inputTokens + llm.outputTokens} tokens, $${llm.costUSD.toFixed(4)}.`
        : 'No model was asked.'));
}

const artifact = (path, name) => `${path}/artifacts/${encodeURIComponent(name)}`;

function artifacts(list, open) {
  const whole = list.reduce((sum, { bytes: size }) => sum + size, 0);
  return element('details', {}, element('summary', {}, `${count(list.length, 'file')}, ${bytes(whole)}`),
    element('ul', { class: 'files' }, list.map(({ name, bytes: size }) => element('li', {},
      link(name, () => open(name)), ' ', element('span', { class: 'detail' }, bytes(size))))));
}

/** Through memory, because a link cannot send a token. */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
