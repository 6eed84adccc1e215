const rows = document.querySelector('#rows');
const summary = document.querySelector('#summary');
const filters = document.querySelector('#filters');
const dialog = document.querySelector('#ticket-dialog');
const form = document.querySelector('#ticket-form');

async function call(path, method = 'GET', body = undefined) {
  const response = await fetch(`/api/tickets${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const data = await response.json();
  if (!response.ok) throw new Error(data.error);
  return data;
}

async function load() {
  const { status, words } = Object.fromEntries(new FormData(filters));
  const { tickets } = await call(`?status=${status}`);
  const shown = tickets.filter((ticket) => ticket.subject.toLowerCase().includes(words.trim().toLowerCase()));
  rows.replaceChildren(...shown.map(row));
  summary.textContent = `${shown.length} of ${tickets.length} tickets`;
}

function row(ticket) {
  const made = document.createElement('tr');
  made.dataset.testid = `row-${ticket.id}`;
  for (const name of ['id', 'subject', 'customer', 'priority', 'status', 'assignee']) {
    const cell = made.insertCell();
    cell.className = name === 'priority' ? `priority priority-${ticket.priority}` : name;
    cell.textContent = ticket[name] ?? '–';
  }
  const actions = made.insertCell();
  if (!ticket.assignee) actions.append(button('Take', () => change(ticket, { assignee: 'me' })));
  if (ticket.status !== 'closed') actions.append(' ', button('Close', () => change(ticket, { status: 'closed' })));
  return made;
}

function button(text, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', act);
  return made;
}

async function change(ticket, changes) {
  await call(`/${ticket.id}`, 'PATCH', changes);
  await load();
}

function openDialog() {
  form.reset();
  form.querySelector('[role="alert"]').textContent = '';
  dialog.showModal();
}

document.querySelector('.new-ticket').addEventListener('click', (event) => {
  event.preventDefault();
  openDialog();
});
form.querySelector('.cancel').addEventListener('click', () => dialog.close());
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    await call('', 'POST', Object.fromEntries(new FormData(form)));
    dialog.close();
    await load();
  } catch (error) {
    form.querySelector('[role="alert"]').textContent = error.message;
  }
});
filters.addEventListener('input', load);
filters.addEventListener('submit', (event) => event.preventDefault());
load();
