import { callApi } from './shop.js';

document.querySelector('#log-out')?.addEventListener('click', async () => {
  await callApi('session', { method: 'DELETE' });
  location.assign('/');
});
