const button = document.querySelector('#text-size');

function showTextSize() {
  const large = localStorage.getItem('market.text') === 'large';
  document.body.classList.toggle('text-large', large);
  button.setAttribute('aria-pressed', String(large));
}

button.addEventListener('click', () => {
  localStorage.setItem('market.text', localStorage.getItem('market.text') === 'large' ? 'normal' : 'large');
  showTextSize();
});
showTextSize();
