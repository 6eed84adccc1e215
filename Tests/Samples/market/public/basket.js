const dialog = document.querySelector('#empty-dialog');

document.querySelector('#empty-basket')?.addEventListener('click', () => dialog.showModal());
