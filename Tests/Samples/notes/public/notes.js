// The whole page is drawn from `state`; the address after # says which notes are shown.

const notebook = (localStorage.notebook ??= crypto.randomUUID());
const state = { notes: [], words: '', message: '' };

async function call(method, id = '', body) {
  const response = await fetch(`/api/notebooks/${notebook}/notes${id && `/${id}`}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const data = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Error(data.error);
  return data;
}

async function load() {
  state.notes = (await call('GET')).notes;
  draw();
}

const inArchive = () => location.hash === '#/archive';

function shownNotes() {
  const words = state.words.toLowerCase();
  return state.notes
    .filter((note) => note.archived === inArchive())
    .filter((note) => `${note.title} ${note.text}`.toLowerCase().includes(words))
    .sort((one, other) => other.pinned - one.pinned);
}

function draw() {
  const shown = shownNotes();
  document.querySelector('.notes').replaceChildren(...shown.map(noteItem));
  document.querySelector('.count').textContent = shown.length === 1 ? '1 note' : `${shown.length} notes`;
  document.querySelector('.message').textContent = state.message;
  document.querySelector('.editor').hidden = inArchive();
  document.querySelector('h1').textContent = inArchive() ? 'Archive' : 'My notes';
  for (const link of document.querySelectorAll('.sidebar a')) {
    link.toggleAttribute('aria-current', link.getAttribute('href') === (location.hash || '#/'));
  }
}

function noteItem(note) {
  const item = document.createElement('li');
  item.className = note.pinned ? 'note pinned' : 'note';
  item.innerHTML = `
    <h2 class="note-title"></h2>
    <p class="note-text"></p>
    <div class="actions">
      <button type="button" class="pin">${note.pinned ? 'Unpin' : 'Pin'}</button>
      <button type="button" class="archive">${note.archived ? 'Restore' : 'Archive'}</button>
      <button type="button" class="delete">Delete</button>
    </div>`;
  item.querySelector('.note-title').textContent = note.title;
  item.querySelector('.note-text').textContent = note.text;
  item.querySelector('.pin').onclick = () => change(note, { pinned: !note.pinned });
  item.querySelector('.archive').onclick = () => change(note, { archived: !note.archived });
  item.querySelector('.delete').onclick = () => remove(note);
  return item;
}

async function change(note, changes) {
  Object.assign(note, await call('PATCH', note.id, changes));
  draw();
}

async function remove(note) {
  await call('DELETE', note.id);
  state.notes = state.notes.filter((other) => other !== note);
  draw();
}

async function save(form) {
  try {
    state.notes.unshift(await call('POST', '', Object.fromEntries(new FormData(form))));
    state.message = '';
    form.reset();
  } catch (error) {
    state.message = error.message;
  }
  draw();
}

document.querySelector('#app').innerHTML = `
  <div class="shell">
    <aside class="sidebar">
      <nav aria-label="Notebook">
        <a href="#/">All notes</a>
        <a href="#/archive" class="archive-link">Archive</a>
      </nav>
      <p class="count" data-testid="note-count"></p>
    </aside>
    <main>
      <h1>My notes</h1>
      <div class="toolbar">
        <input type="search" placeholder="Search notes" aria-label="Search">
      </div>
      <form class="editor">
        <label>Title <input name="title"></label>
        <label>Text <textarea name="text" rows="3" placeholder="What is on your mind?"></textarea></label>
        <p class="message" role="alert"></p>
        <button type="submit">Save note</button>
      </form>
      <ul class="notes" aria-label="Notes"></ul>
    </main>
  </div>`;

document.querySelector('.editor').addEventListener('submit', (event) => {
  event.preventDefault();
  save(event.target);
});
document.querySelector('input[type=search]').addEventListener('input', (event) => {
  state.words = event.target.value;
  draw();
});
window.addEventListener('hashchange', draw);
load();
