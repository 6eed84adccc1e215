const table = document.querySelector('#growers');
const heads = [...table.querySelectorAll('th')];

heads.forEach((head, column) => {
  head.querySelector('button').addEventListener('click', () => {
    const text = (row) => row.cells[column].textContent;
    const rows = [...table.tBodies[0].rows].sort((one, other) => text(one).localeCompare(text(other)));
    table.tBodies[0].replaceChildren(...rows);
    heads.forEach((other) => other.setAttribute('aria-sort', other === head ? 'ascending' : 'none'));
  });
});
