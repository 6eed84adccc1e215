// The edge before the backend: keeps public pages for as long as they say, and answers 502 when nothing is behind it.
import http from 'node:http';

export function edge(backend) {
  const kept = new Map();

  async function fetchPage(request, body) {
    const headers = { ...request.headers };
    delete headers.host;
    delete headers.connection;
    const answer = await fetch(`${backend}${request.url}`, { method: request.method, headers, body, redirect: 'manual' });
    const page = {
      status: answer.status,
      headers: Object.fromEntries(['content-type', 'location', 'cache-control'].flatMap((name) => {
        const value = answer.headers.get(name);
        return value ? [[name, value]] : [];
      })),
      cookies: answer.headers.getSetCookie(),
      body: Buffer.from(await answer.arrayBuffer()),
    };
    const isPublic = request.method === 'GET' && page.status === 200 && /\bpublic\b/.test(page.headers['cache-control'] ?? '');
    if (isPublic) keep(request.url, page, 0);
    return page;
  }

  const keep = (url, page, age) => kept.set(url, { ...page, since: Date.now() - age * 1000 });

  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const known = request.method === 'GET' ? kept.get(request.url) : undefined;
    try {
      const page = known ?? (await fetchPage(request, chunks.length > 0 ? Buffer.concat(chunks) : undefined));
      const cache = known ? { 'x-cache': 'HIT', age: String(Math.round((Date.now() - known.since) / 1000)) } : { 'x-cache': 'MISS' };
      const cookies = page.cookies?.length > 0 ? { 'set-cookie': page.cookies } : {};
      response.writeHead(page.status, { ...page.headers, ...cache, ...cookies }).end(page.body);
    } catch {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
    }
  });

  return { server, keep, purge: () => kept.clear() };
}
