// Language models behind Anthropic's Messages API and Ollama's API on one port, with answers that a test wrote.
//   node models.mjs ANSWERS.json     prints `listening on URL`
// ANSWERS: {"root-cause": {...}, "strategy": {...}, "candidate": {...}, "patterns": {...}, "patch": "text"}; what is missing is
// answered with words that no question takes for an answer. GET /_journal: every question with its prompt.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const journal = [];
const model = { name: 'qwen2.5-coder:7b', model: 'qwen2.5-coder:7b', size: 4_680_000_000, size_vram: 4_680_000_000,
  digest: 'a'.repeat(64), details: { format: 'gguf', family: 'qwen2', families: ['qwen2'], parameter_size: '7.6B', quantization_level: 'Q4_K_M' } };

// Each question is told by words of its own.
const signs = [
  ['patch', '<<<<<<< SEARCH'], ['strategy', 'Choose how this failure'], ['candidate', 'Choose the candidate'],
  ['patterns', 'failures of one run'], ['root-cause', 'who is at fault'],
];

function answer(api, system, user) {
  const task = signs.find(([, sign]) => system.includes(sign))?.[0] ?? 'unknown';
  journal.push({ api, task, system, user });
  const found = answers[task];
  return typeof found === 'string' ? found : found ? JSON.stringify(found) : 'I would rather not say.';
}

function anthropic(request, body, response) {
  if (request.headers['x-api-key'] !== 'sk-ant-test-key-of-this-suite') {
    response.writeHead(401, { 'content-type': 'application/json' });
    return response.end(JSON.stringify({ type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }));
  }
  const text = answer('anthropic', body.system, body.messages.at(-1).content);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (event) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  send({ type: 'message_start', message: { id: 'msg_1', role: 'assistant', model: body.model, content: [], usage: { input_tokens: 100, output_tokens: 1 } } });
  send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
  for (const piece of text.match(/[\s\S]{1,40}/g) ?? []) send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } });
  send({ type: 'content_block_stop', index: 0 });
  send({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 50 } });
  send({ type: 'message_stop' });
  response.end();
}

function ollama(body, response) {
  const text = (body.messages ?? []).length === 0 ? '' : answer('ollama', body.messages[0].content, body.messages.at(-1).content);
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const send = (chunk) => response.write(JSON.stringify({ model: body.model, created_at: '2026-01-01T00:00:00Z', ...chunk }) + '\n');
  for (const piece of text.match(/[\s\S]{1,40}/g) ?? []) send({ message: { role: 'assistant', content: piece }, done: false });
  send({ message: { role: 'assistant', content: '' }, done: true, done_reason: text ? 'stop' : 'load', prompt_eval_count: 4000, eval_count: 50 });
  response.end();
}

const server = createServer((request, response) => {
  let data = '';
  request.on('data', (piece) => (data += piece));
  request.on('end', () => {
    const json = (value) => { response.writeHead(200, { 'content-type': 'application/json' }); response.end(JSON.stringify(value)); };
    const body = data ? JSON.parse(data) : {};
    switch (`${request.method} ${request.url.split('?')[0]}`) {
      case 'GET /_journal': return json(journal);
      case 'POST /v1/messages': return anthropic(request, body, response);
      case 'GET /api/version': return json({ version: '0.32.9' });
      case 'GET /api/tags': return json({ models: [model] });
      case 'GET /api/ps': return json({ models: [model] });
      case 'POST /api/show': return json({ details: model.details, model_info: { 'qwen2.context_length': 32768, 'qwen2.block_count': 28, 'qwen2.attention.head_count': 28, 'qwen2.attention.head_count_kv': 4, 'qwen2.embedding_length': 3584 }, capabilities: ['completion'] });
      case 'POST /api/chat': return ollama(body, response);
      default: response.writeHead(404); return response.end('404 page not found');
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
