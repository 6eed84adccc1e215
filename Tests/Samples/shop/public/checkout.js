import { callApi, showCartCount } from './shop.js';

const form = document.querySelector('#checkout-form');
const confirmation = document.querySelector('#confirmation');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  showProblems({});
  try {
    const order = await callApi('orders', { method: 'POST', body: Object.fromEntries(new FormData(form)) });
    confirmation.querySelector('strong').textContent = order.number;
    confirmation.hidden = false;
    form.hidden = true;
    showCartCount(0);
  } catch (error) {
    showProblems(error.fields ?? {});
    form.querySelector('[role="alert"]').textContent = error.message;
  }
});

function showProblems(problems) {
  form.querySelector('[role="alert"]').textContent = '';
  for (const input of form.querySelectorAll('input')) {
    const problem = problems[input.name] ?? '';
    input.setAttribute('aria-invalid', String(problem !== ''));
    form.querySelector(`#${input.name}-problem`).textContent = problem;
  }
}
