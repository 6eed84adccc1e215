import { callApi, element, money, showCartCount } from './shop.js';

const page = document.querySelector('#cart');
const table = page.querySelector('table');
const lines = page.querySelector('#lines');
const emptyNote = page.querySelector('.cart-lines > p');
const couponForm = page.querySelector('#coupon-form');
const couponMessage = page.querySelector('#coupon-message');

function show(cart) {
  lines.replaceChildren(...cart.lines.map(row));
  table.hidden = cart.count === 0;
  emptyNote.hidden = cart.count > 0;
  const [subtotal, discount, total] = page.querySelectorAll('dd');
  subtotal.textContent = money(cart.subtotalCents);
  discount.textContent = money(cart.discountCents);
  total.textContent = money(cart.totalCents);
  showCartCount(cart.count);
  page.setAttribute('aria-busy', 'false');
}

function row(line) {
  const quantity = element('input', {
    type: 'number', min: '1', max: '20', value: line.quantity, 'aria-label': `Quantity of ${line.name}`,
  });
  quantity.addEventListener('change', () => change(line, { quantity: Number(quantity.value) }));
  const remove = element('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${line.name}`, text: 'Remove' });
  remove.addEventListener('click', async () => show(await callApi(`cart/lines/${line.slug}`, { method: 'DELETE' })));
  return element('tr', { 'data-testid': `line-${line.slug}` }, [
    element('th', { scope: 'row', text: line.name }),
    element('td', { text: money(line.priceCents) }),
    element('td', {}, [quantity]),
    element('td', { class: 'line-sum', text: money(line.lineCents) }),
    element('td', {}, [remove]),
  ]);
}

async function change(line, body) {
  show(await callApi(`cart/lines/${line.slug}`, { method: 'PATCH', body }));
}

couponForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const code = new FormData(couponForm).get('code').trim().toUpperCase();
    show(await callApi('cart/coupon', { method: 'POST', body: { code } }));
    couponMessage.textContent = 'Discount applied';
  } catch (error) {
    couponMessage.textContent = error.message;
  }
});

show(await callApi('cart'));
