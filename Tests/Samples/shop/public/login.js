import { callApi } from './shop.js';

const form = document.querySelector('#login-form');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    await callApi('session', { method: 'POST', body: Object.fromEntries(new FormData(form)) });
    location.assign(form.dataset.next);
  } catch (error) {
    form.querySelector('[role="alert"]').textContent = error.message;
  }
});
