const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text) => String(text).replace(/[&<>"]/g, (character) => entities[character]);

const page = (title, main) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title} – Porch</title></head>
<body>
<header><a href="/">Porch</a></header>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;

export const welcome = () => page('Parcels for the neighbourhood', `
<p>We take in what the postman cannot leave.</p>
<p><a class="board-link" href="/parcels">See the parcels</a></p>`);

export const login = (message = '') => page('Log in', `
<form method="post" action="/login">
<label>E-mail <input name="email" type="email"></label>
<label>Password <input name="password" type="password"></label>
<button>Log in</button>
</form>
<p role="alert">${escape(message)}</p>`);

export const board = (parcels, canPickUp) => page('On the porch', `
<ul aria-label="Parcels">
${parcels.map(({ code, street }) => `<li><b>${escape(code)}</b> for ${escape(street)}</li>`).join('\n')}
</ul>
${canPickUp ? '<button type="button">Offer to pick up</button>' : ''}`);
