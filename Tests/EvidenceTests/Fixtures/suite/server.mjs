import { createServer } from 'node:http';
const pages = {
  '/': `<!doctype html><html><head><title>Corner shop</title><style>p{color:red}</style></head><body>
<h1>Corner shop</h1>
<form><label>Email <input id="email" type="email" value="old@example.com"></label>
<textarea aria-label="Note"></textarea>
<label><input type="checkbox" name="gift"> Gift wrap</label>
<select aria-label="Size"><option value="s">Small</option><option value="l">Large</option></select>
<button type="button" data-qa="order" onclick="fetch('/api/orders',{method:'POST'}).then(r=>r.json()).then(j=>{document.querySelector('#status').textContent=j.error;console.error('order failed',j.error)})">Order now</button></form>
<p id="status">  Nothing   ordered </p>
<shop-price></shop-price>
<iframe title="Help" src="/help"></iframe>
<img src="blob:nowhere" alt="Logo">
<script>
customElements.define('shop-price', class extends HTMLElement { connectedCallback() {
  this.attachShadow({mode:'open'}).innerHTML = '<button>Show price</button><span part="price">12 EUR</span>'; } });
</script></body></html>`,
  '/help': `<!doctype html><title>Help</title><body><p>Ask us.</p><button onclick="this.textContent='Called'">Call</button></body>`,
  '/crash': `<!doctype html><title>Crash</title><body><h2>Before the crash</h2><script>setTimeout(()=>{throw new TypeError('cart is undefined')},0); fetch('http://127.0.0.1:9/closed').catch(()=>{})</script></body>`,
};
createServer((request, response) => {
  if (request.url === '/api/orders') {
    response.writeHead(500, { 'content-type': 'application/json' });
    return response.end('{"error":"database is down"}');
  }
  const page = pages[request.url];
  response.writeHead(page ? 200 : 404, { 'content-type': 'text/html' });
  response.end(page ?? '<h1>Not found</h1>');
}).listen(4179, '127.0.0.1');
