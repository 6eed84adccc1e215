'use strict';

// One visitor per browser, told apart by a cookie. Everything lives in memory: each start is a clean shop.

const { randomUUID } = require('node:crypto');
const faults = require('./faults');

const cookieName = 'shop_visitor';
const visitors = new Map();

function visitorOf(request, response) {
  const cookie = (request.headers.cookie ?? '').split('; ').find((pair) => pair.startsWith(`${cookieName}=`));
  let id = cookie?.slice(cookieName.length + 1);
  if (!visitors.has(id)) {
    id = randomUUID();
    visitors.set(id, { cart: { lines: new Map(), coupon: null }, customer: null });
    response.setHeader('set-cookie', `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax`);
  }
  const visitor = visitors.get(id);
  if (faults.rejectsSessions()) visitor.customer = null;
  return visitor;
}

module.exports = { visitorOf };
