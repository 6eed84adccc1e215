// The tickets of one visitor, who starts with the same four.

const seed = [
  { subject: 'The lift is stuck', customer: 'Ida', priority: 'high', status: 'open' },
  { subject: 'Invoice has the wrong address', customer: 'Omar', priority: 'low', status: 'open' },
  { subject: 'Cannot print', customer: 'Petra', priority: 'normal', status: 'waiting' },
  { subject: 'Badge does not open the door', customer: 'Lin', priority: 'high', status: 'open' },
];

export const priorities = ['low', 'normal', 'high'];

export class Tickets {
  all = seed.map((ticket, i) => ({ id: i + 1, assignee: null, ...ticket }));

  find(id) {
    return this.all.find((ticket) => ticket.id === Number(id));
  }

  filtered(status) {
    return status ? this.all.filter((ticket) => ticket.status === status) : this.all;
  }

  add({ subject, customer, priority }) {
    const ticket = { id: this.all.length + 1, assignee: null, subject, customer, priority, status: 'open' };
    this.all.push(ticket);
    return ticket;
  }
}

/** What is wrong with a new ticket, or null. */
export function problemOf({ subject = '', customer = '', priority }) {
  if (!subject.trim()) return 'A ticket needs a subject';
  if (!customer.trim()) return 'A ticket needs a customer';
  if (!priorities.includes(priority)) return `Priority must be one of ${priorities.join(', ')}`;
  return null;
}
