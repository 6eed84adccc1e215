'use strict';

const customers = [
  {
    email: process.env.TEST_EMAIL || 'anna@example.com',
    password: process.env.TEST_PASSWORD || 'correct horse',
    name: 'Anna Harbour',
    orders: [],
  },
];

const signIn = (email, password) =>
  customers.find((customer) => customer.email === email && customer.password === password) ?? null;

module.exports = { signIn };
