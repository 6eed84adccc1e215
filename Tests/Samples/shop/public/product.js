import { callApi, showCartCount } from './shop.js';

const form = document.querySelector('#add-form');
const status = document.querySelector('[role="status"]');
const { slug } = document.querySelector('.product').dataset;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const quantity = Number(new FormData(form).get('quantity'));
  try {
    const cart = await callApi('cart/lines', { method: 'POST', body: { slug, quantity } });
    showCartCount(cart.count);
    status.textContent = 'Added to your cart';
  } catch (error) {
    status.textContent = error.message;
  }
});
