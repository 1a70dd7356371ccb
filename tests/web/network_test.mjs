// What fetch can meet, told as what it was: each has its own words in the console.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as h from './harness.mjs';

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([h.launch(), h.serve()]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

// Opens the console with a service that answers as told, and gives the words of the problem.
async function problem(answer) {
  const { page, noComplaints } = await h.openPage(browser);
  await page.route('**/emulator/', answer);
  await page.goto(server.origin);
  const alert = page.getByRole('alert').first();
  await alert.waitFor({ state: 'attached' });
  const text = await alert.textContent();
  return { page, text, noComplaints };
}

test('a connection that breaks', async () => {
  const { text, noComplaints } = await problem((route) => route.abort('connectionreset'));
  assert.match(text, /browser got no answer/);
  noComplaints(/Failed to load resource/);
});

test('a redirect is not followed', async () => {
  const { page, text, noComplaints } = await problem((route) =>
    route.fulfill({ status: 302, headers: { location: `${server.origin}/elsewhere` } }));
  assert.match(text, /answered with a redirect|browser got no answer/);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  assert.ok(!asked.some((url) => url.endsWith('/elsewhere')));
  noComplaints(/Failed to load resource/);
});

for (const megabytes of [17, 64]) test(`an answer of ${megabytes} MB is refused, and the page goes on`, async () => {
  const body = Buffer.alloc(megabytes * 1024 * 1024, 0x20);
  const { page, text, noComplaints } = await problem((route) => route.fulfill({ status: 200, contentType: 'application/json', body }));
  assert.match(text, /larger than this page accepts \(16 MB\)/);
  await h.byName(page, 'link', 'Settings').click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor({ state: 'attached' });
  noComplaints();
});

test('something that is not the service', async () => {
  const { text, noComplaints } = await problem((route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Hello</h1>' }));
  assert.match(text, /not the service/);
  noComplaints();
});

test('no answer within the time', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.clock.install();
  await page.route('**/emulator/', () => {}); // never answered
  await page.goto(server.origin);
  await page.locator('#boot').waitFor({ state: 'hidden' }); // the first frame; performance marks stop with the clock
  const alert = page.getByRole('alert').first();
  for (let i = 0; i < 40 && !(await alert.count()); i++) await page.clock.runFor(10_000);
  assert.match(await alert.textContent(), /No answer came in time/);
  noComplaints();
});

test('requests carry no cookie, no referrer, and only headers that need no leave', async () => {
  const { page, context, noComplaints } = await h.openPage(browser);
  await context.addCookies([{ name: 'session', value: 'x', url: server.origin }]);
  const seen = [];
  page.on('request', async (request) => {
    if (request.method() === 'POST') seen.push(request);
  });
  await page.goto(server.origin);
  await h.connected(page);
  assert.ok(seen.length > 0);
  for (const request of seen) {
    const headers = await request.allHeaders();
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
    assert.equal(headers.authorization, undefined);
    assert.match(headers['content-type'], /^application\/x-www-form-urlencoded/);
    assert.ok(!Object.keys(headers).some((name) => name.startsWith('x-acs-')));
    assert.ok(!/AccessKeyId|Signature/.test(request.url()), 'the key stays out of the URL');
  }
  noComplaints();
});

test('nothing is lost where the browser keeps no storage', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });
  });
  await page.goto(server.origin);
  await h.connected(page);
  noComplaints();
});
