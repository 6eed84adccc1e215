'use strict';

const cart = require('./cart');
const customers = require('./customers');
const orders = require('./orders');
const products = require('./products');

const longestBody = 64 * 1024;

// One line a route: method, path (`:slug` stands for one segment), what it does.
const routes = [
  ['GET', '/api/products', listProducts],
  ['GET', '/api/products/:slug', showProduct],
  ['GET', '/api/search', searchProducts],
  ['GET', '/api/cart', showCart],
  ['POST', '/api/cart/lines', addLine],
  ['PATCH', '/api/cart/lines/:slug', changeLine],
  ['DELETE', '/api/cart/lines/:slug', removeLine],
  ['POST', '/api/cart/coupon', applyCoupon],
  ['GET', '/api/session', showSession],
  ['POST', '/api/session', signIn],
  ['DELETE', '/api/session', signOut],
  ['GET', '/api/orders', customersOnly(listOrders)],
  ['POST', '/api/orders', customersOnly(placeOrder)],
];

async function answer(request, url, visitor) {
  for (const [method, pattern, act] of routes) {
    const parameters = match(pattern, url.pathname);
    if (method !== request.method || !parameters) continue;
    const body = method === 'GET' ? undefined : await readJSON(request);
    if (body === null) return refusal(400, 'bad_json', 'The body is not a JSON object');
    return act({ ...parameters, query: url.searchParams, body, visitor });
  }
  return refusal(404, 'not_found', `No ${request.method} ${url.pathname}`);
}

function listProducts({ query }) {
  const found = products.list({ category: query.get('category'), sort: query.get('sort') ?? undefined });
  return success({ products: found, total: found.length });
}

function showProduct({ slug }) {
  const product = products.find(slug);
  return product ? success(product) : refusal(404, 'no_such_product', `There is no product ${slug}`);
}

function searchProducts({ query }) {
  const words = query.get('q') ?? '';
  return success({ query: words, results: products.search(words) });
}

function showCart({ visitor }) {
  return success(cart.summary(visitor.cart));
}

function addLine({ body, visitor }) {
  const product = products.find(body.slug);
  if (!product) return refusal(404, 'no_such_product', `There is no product ${body.slug}`);
  if (!isQuantity(body.quantity)) return refusal(422, 'bad_quantity', 'Quantity must be a whole number from 1');
  if (product.stock < body.quantity) return refusal(409, 'out_of_stock', `${product.name} is sold out`);
  cart.add(visitor.cart, product.slug, body.quantity);
  return success(cart.summary(visitor.cart), 201);
}

function changeLine({ slug, body, visitor }) {
  if (!visitor.cart.lines.has(slug)) return refusal(404, 'no_such_line', `${slug} is not in the cart`);
  if (!isQuantity(body.quantity)) return refusal(422, 'bad_quantity', 'Quantity must be a whole number from 1');
  cart.setQuantity(visitor.cart, slug, body.quantity);
  return success(cart.summary(visitor.cart));
}

function removeLine({ slug, visitor }) {
  visitor.cart.lines.delete(slug);
  return success(cart.summary(visitor.cart));
}

function applyCoupon({ body, visitor }) {
  if (!cart.isCoupon(body.code)) return refusal(422, 'unknown_coupon', 'This code is not valid');
  visitor.cart.coupon = body.code;
  return success(cart.summary(visitor.cart));
}

function showSession({ visitor }) {
  if (!visitor.customer) return refusal(401, 'not_signed_in', 'You are not signed in');
  return success({ email: visitor.customer.email, name: visitor.customer.name });
}

function signIn({ body, visitor }) {
  visitor.customer = customers.signIn(body.email, body.password);
  if (!visitor.customer) return refusal(401, 'bad_credentials', 'E-mail or password is wrong');
  return showSession({ visitor });
}

function signOut({ visitor }) {
  visitor.customer = null;
  return { status: 204 };
}

function listOrders({ visitor }) {
  return success({ orders: visitor.customer.orders });
}

function placeOrder({ body, visitor }) {
  if (visitor.cart.lines.size === 0) return refusal(409, 'empty_cart', 'Your cart is empty');
  const fields = orders.problems(body);
  if (Object.keys(fields).length > 0) return refusal(422, 'bad_address', 'The address is not complete', { fields });
  return success(orders.place(visitor, body), 201);
}

function customersOnly(act) {
  return (call) => (call.visitor.customer ? act(call) : refusal(401, 'not_signed_in', 'Please log in first'));
}

function match(pattern, path) {
  const names = pattern.split('/');
  const parts = path.split('/');
  const fits = names.length === parts.length && names.every((name, i) => name.startsWith(':') || name === parts[i]);
  return fits && Object.fromEntries(names.flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), parts[i]]] : [])));
}

// An object, {} for an empty body, null for anything else.
async function readJSON(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > longestBody) return null;
  }
  try {
    const value = JSON.parse(text || '{}');
    return value && typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const isQuantity = (value) => Number.isInteger(value) && value >= 1;
const success = (body, status = 200) => ({ status, body });
const refusal = (status, code, message, more = {}) => ({ status, body: { error: { code, message, ...more } } });

module.exports = { answer };
