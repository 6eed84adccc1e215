const key = 'market.favourites';
const favourites = new Set(JSON.parse(localStorage.getItem(key) ?? '[]'));

for (const button of document.querySelectorAll('.offer__add')) {
  button.addEventListener('click', async () => {
    const answer = await fetch('/api/basket', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: button.dataset.id, amount: 1 }),
    });
    const { count } = await answer.json();
    document.querySelector('.badge').textContent = count;
    const name = button.closest('.offer').querySelector('.offer__name').textContent;
    document.querySelector('.toast').textContent = `${name} added to your basket`;
  });
}

for (const star of document.querySelectorAll('.offer__star')) {
  const show = () => star.setAttribute('aria-pressed', String(favourites.has(star.dataset.id)));
  star.addEventListener('click', () => {
    if (!favourites.delete(star.dataset.id)) favourites.add(star.dataset.id);
    localStorage.setItem(key, JSON.stringify([...favourites]));
    show();
  });
  show();
}
