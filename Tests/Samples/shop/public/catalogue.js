import { callApi, element, money, showCartCount } from './shop.js';

const filters = document.querySelector('#filters');
const list = document.querySelector('#products');
const count = document.querySelector('[role="status"]');
let latest = 0;

async function load() {
  const turn = ++latest;
  list.setAttribute('aria-busy', 'true');
  const { q, category, sort } = Object.fromEntries(new FormData(filters));
  try {
    const found = q.trim()
      ? (await callApi(`search?${new URLSearchParams({ q })}`)).results
      : (await callApi(`products?${new URLSearchParams({ category, sort })}`)).products;
    if (turn === latest) show(found);
  } catch (error) {
    if (turn === latest) count.textContent = `Products could not be loaded: ${error.message}`;
  }
}

function show(products) {
  list.replaceChildren(...products.map(card));
  list.setAttribute('aria-busy', 'false');
  count.textContent = products.length === 1 ? '1 product' : products.length ? `${products.length} products` : 'No products found';
}

function card(product) {
  const add = element('button', { type: 'button', class: 'quick-add', text: 'Add to cart' });
  add.disabled = product.stock === 0;
  add.addEventListener('click', async () => {
    const cart = await callApi('cart/lines', { method: 'POST', body: { slug: product.slug, quantity: 1 } });
    showCartCount(cart.count);
  });
  return element('li', { class: 'card', 'data-testid': `product-${product.slug}` }, [
    element('h2', {}, [element('a', { href: `/products/${product.slug}`, text: product.name })]),
    element('p', { class: 'price', text: money(product.priceCents) }),
    add,
  ]);
}

filters.addEventListener('input', load);
filters.addEventListener('submit', (event) => event.preventDefault());
load();
