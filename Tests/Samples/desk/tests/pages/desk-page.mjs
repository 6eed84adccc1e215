export class DeskPage {
  constructor(page) {
    this.page = page;
    this.status = page.getByLabel('Status');
    this.words = page.getByLabel('Subject contains');
    this.summary = page.getByRole('status');
    this.rows = page.locator('#rows tr');
    this.dialog = new TicketDialog(page);
  }

  async open() {
    await this.page.goto('/');
    await this.rows.first().waitFor();
  }

  row(id) {
    return this.page.getByTestId(`row-${id}`);
  }

  get subjects() {
    return this.rows.locator('.subject');
  }

  async startTicket() {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New ticket' }).click();
  }

  async close(id) {
    await this.row(id).getByRole('button', { name: 'Close' }).click();
  }
}

class TicketDialog {
  constructor(page) {
    this.root = page.getByTestId('ticket-dialog');
  }

  get subject() {
    return this.root.getByLabel('Subject');
  }

  get customer() {
    return this.root.getByLabel('Customer');
  }

  get priority() {
    return this.root.getByRole('combobox', { name: 'Priority' });
  }

  get problem() {
    return this.root.getByRole('alert');
  }

  async create() {
    await this.root.getByRole('button', { name: 'Create' }).click();
  }

  async cancel() {
    await this.root.getByRole('button', { name: 'Cancel' }).click();
  }
}
