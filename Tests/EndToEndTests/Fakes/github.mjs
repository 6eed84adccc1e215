// A GitHub with one repository: the calls that publishing makes, on a real bare git repository.
//   node github.mjs OWNER/NAME REPOSITORY.git     prints `listening on URL`
// GET /_state tells what was asked and made.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';

const [name, repository] = process.argv.slice(2);
const pulls = [];
const issues = [];
const journal = [];

const git = (args, input) => execFileSync('git', ['-C', repository, ...args], { input, encoding: 'utf8' }).trim();
const refused = (status, message) => Object.assign(new Error(message), { status });

function head(branch) {
  try {
    return git(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  } catch {
    return null;
  }
}

function tree(sha, recursive) {
  const lines = git(['ls-tree', ...(recursive ? ['-r', '-t'] : []), sha]).split('\n').filter(Boolean);
  const entries = lines.map((line) => line.match(/^(\d+) (\w+) (\w+)\t(.*)$/));
  return { sha, truncated: false, tree: entries.map(([, mode, type, sha, path]) => ({ mode, type, sha, path })) };
}

function makeTree({ base_tree, tree: entries }) {
  const index = `${repository}/index-${process.pid}-${journal.length}`;
  const env = { ...process.env, GIT_INDEX_FILE: index };
  const run = (args) => execFileSync('git', ['-C', repository, ...args], { env, encoding: 'utf8' }).trim();
  if (base_tree) run(['read-tree', base_tree]);
  for (const { mode, sha, path } of entries) run(['update-index', '--add', '--cacheinfo', `${mode},${sha},${path}`]);
  const sha = run(['write-tree']);
  execFileSync('rm', ['-f', index]);
  return { sha };
}

function person({ name, email, date }) {
  return { name, email, date: date ?? '2026-01-07T09:00:00Z' };
}

function commit(sha) {
  const [tree, parents, author, committer, message] = git(['log', '-1', '--format=%T%n%P%n%an%x00%ae%n%cn%x00%ce%n%B', sha])
    .split(/\n([\s\S]*?)\n([\s\S]*?)\n([\s\S]*?)\n([\s\S]*)/);
  const who = (text) => person({ name: text.split('\0')[0], email: text.split('\0')[1] });
  return {
    sha, message, tree: { sha: tree }, parents: parents.split(' ').filter(Boolean).map((sha) => ({ sha })),
    author: who(author), committer: who(committer),
  };
}

function makeCommit({ message, tree, parents, author, committer = author }) {
  const env = {
    ...process.env, GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: committer.name, GIT_COMMITTER_EMAIL: committer.email,
  };
  const args = ['-C', repository, 'commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', message];
  return commit(execFileSync('git', args, { env, encoding: 'utf8' }).trim());
}

const shown = (pull) => ({
  ...pull, html_url: `https://github.test/${name}/pull/${pull.number}`, merged_at: null, draft: pull.draft ?? false,
  head: { ref: pull.head, sha: head(pull.head) ?? '', repo: { full_name: name } },
  base: { ref: pull.base, sha: head(pull.base), repo: { full_name: name } }, user: { login: 'selfheal', type: 'Bot' },
});

const shownIssue = (issue) => ({ state_reason: null, ...issue, html_url: `https://github.test/${name}/issues/${issue.number}` });

// Pull requests and issues count together at GitHub; here issues have numbers of their own, from 1001.
function makeIssue({ title, body, labels }) {
  const issue = { number: 1001 + issues.length, state: 'open', title, body, labels: (labels ?? []).map((name) => ({ name })) };
  issues.push(issue);
  return [201, shownIssue(issue)];
}

function reference(branch) {
  const sha = head(branch);
  if (!sha) throw refused(404, 'Not Found');
  return { ref: `refs/heads/${branch}`, object: { type: 'commit', sha } };
}

function makePull(body) {
  if (pulls.some((pull) => pull.state === 'open' && pull.head === body.head && pull.base === body.base)) {
    throw refused(422, `A pull request already exists for ${name.split('/')[0]}:${body.head}.`);
  }
  const pull = { number: pulls.length + 1, state: 'open', labels: [], created_at: new Date().toISOString(), ...body };
  pulls.push(pull);
  return [201, shown(pull)];
}

const routes = [
  ['GET', /^$/, () => ({ full_name: name, default_branch: 'main', permissions: { pull: true, push: true } })],
  ['GET', /^\/git\/commits\/(\w+)$/, (_, sha) => commit(sha)],
  ['GET', /^\/git\/trees\/(\w+)$/, (_, sha) => tree(sha, false)],
  ['GET', /^\/git\/ref\/heads\/(.+)$/, (_, branch) => reference(decodeURIComponent(branch))],
  ['POST', /^\/git\/blobs$/, (body) => {
    const content = body.encoding === 'base64' ? Buffer.from(body.content, 'base64') : body.content;
    return [201, { sha: git(['hash-object', '-w', '--stdin'], content) }];
  }],
  ['POST', /^\/git\/trees$/, (body) => [201, makeTree(body)]],
  ['POST', /^\/git\/commits$/, (body) => [201, makeCommit(body)]],
  ['POST', /^\/git\/refs$/, ({ ref, sha }) => {
    if (head(ref.slice('refs/heads/'.length))) throw refused(422, 'Reference already exists');
    git(['update-ref', ref, sha]);
    return [201, reference(ref.slice('refs/heads/'.length))];
  }],
  ['PATCH', /^\/git\/refs\/heads\/(.+)$/, ({ sha }, branch) => {
    git(['update-ref', `refs/heads/${decodeURIComponent(branch)}`, sha]);
    return reference(decodeURIComponent(branch));
  }],
  ['GET', /^\/compare\/(.+)\.\.\.(.+)$/, (_, base, other) => {
    const ahead = Number(git(['rev-list', '--count', `${base}..${other}`]));
    const behind = Number(git(['rev-list', '--count', `${other}..${base}`]));
    const status = ahead && behind ? 'diverged' : ahead ? 'ahead' : behind ? 'behind' : 'identical';
    return { status, ahead_by: ahead, behind_by: behind, commits: [] };
  }],
  ['GET', /^\/pulls$/, (_, query) => pulls.filter((pull) => {
    const wanted = new URLSearchParams(query);
    return (!wanted.get('head') || wanted.get('head').split(':')[1] === pull.head)
      && (!wanted.get('base') || wanted.get('base') === pull.base)
      && ['all', pull.state].includes(wanted.get('state') ?? 'open');
  }).map(shown)],
  ['POST', /^\/pulls$/, makePull],
  ['GET', /^\/pulls\/(\d+)$/, (_, number) => shown(pulls[number - 1])],
  ['PATCH', /^\/pulls\/(\d+)$/, (body, number) => shown(Object.assign(pulls[number - 1], body))],
  ['POST', /^\/pulls\/(\d+)\/requested_reviewers$/, ({ reviewers }, number) => {
    pulls[number - 1].requested_reviewers = reviewers.map((login) => ({ login }));
    return [201, shown(pulls[number - 1])];
  }],
  ['GET', /^\/issues$/, () => issues.map(shownIssue)],
  ['GET', /^\/issues\/(\d+)$/, (_, number) => shownIssue(issues[number - 1001])],
  ['POST', /^\/issues$/, makeIssue],
  ['PATCH', /^\/issues\/(\d+)$/, (body, number) => shownIssue(Object.assign(issues[number - 1001], body))],
  ['POST', /^\/issues\/(\d+)\/labels$/, ({ labels }, number) => {
    pulls[number - 1].labels = labels.map((name) => ({ name }));
    return pulls[number - 1].labels;
  }],
];

function answer(method, url, body) {
  if (url.pathname === '/_state') return { pulls: pulls.map(shown), journal };
  const prefix = `/repos/${name}`;
  if (!url.pathname.startsWith(prefix)) throw refused(404, 'Not Found');
  journal.push(`${method} ${url.pathname}`);
  const path = url.pathname.slice(prefix.length);
  for (const [wanted, pattern, handler] of routes) {
    const match = wanted === method && path.match(pattern);
    if (match) return handler(body, ...match.slice(1), url.search);
  }
  throw refused(404, 'Not Found');
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let status = 200;
    let result;
    try {
      const text = Buffer.concat(chunks).toString();
      const made = answer(request.method, new URL(request.url, 'http://fake'), text ? JSON.parse(text) : {});
      [status, result] = Array.isArray(made) && typeof made[0] === 'number' ? made : [200, made];
    } catch (error) {
      status = error.status ?? 500;
      result = { message: error.message };
    }
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(result));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
