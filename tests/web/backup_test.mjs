// The main job in the browser: a backup by role and name, seen to its end, on every route to the service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as h from './harness.mjs';

let browser, server, other;
before(async () => {
  [browser, server, other] = await Promise.all([h.launch(), h.serve(), h.emulator()]);
});
after(async () => {
  await browser.close();
  await Promise.all([server.stop(), other.stop()]);
});

test('a backup is created by role and name and seen to finish', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.openForm(page, 'orders');
  await h.byName(page, 'button', 'Create backup').last().click();
  // Its value is the scenario tests' matter: on a fast clock the percentages may pass between two looks.
  await page.getByRole('progressbar', { name: 'Backup of orders' }).waitFor({ timeout: 60_000 });
  const line = page.getByRole('status').filter({ hasText: /^orders.*Finished/ });
  await line.waitFor({ state: 'attached', timeout: 60_000 });
  noComplaints();
});

// name, route's card, proxy, whether the endpoint is another origin
const routes = [
  ['direct, to a service on another origin', 'Direct', () => undefined, true],
  ['same origin', 'Same origin', () => undefined, false],
  ['a proxy with the address in its path', 'Proxy, address in the path', () => `${server.origin}/proxy`, false],
  ['a proxy with the address in its query', 'Proxy, address in the query', () => `${server.origin}/proxy`, false],
];
for (const [name, card, proxy, elsewhere] of routes) {
  test(`a backup finishes through this route: ${name}`, async () => {
    const { page, noComplaints } = await h.openPage(browser);
    const asked = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' || /Signature=/.test(request.url())) asked.push(request.url());
    });
    await page.goto(server.origin);
    await h.connected(page);
    await h.useRoute(page, card, proxy());
    if (elsewhere) await h.useEndpoint(page, other.origin);
    asked.length = 0;
    await h.byName(page, 'button', 'Refresh').click();
    await h.connected(page);
    assert.match(await h.backUp(page, 'payments'), /Finished/);
    const expected = elsewhere ? `${other.origin}/`
      : card === 'Same origin' ? `${server.origin}/emulator/`
      : card.endsWith('path') ? `${server.origin}/proxy/${server.origin}/emulator/`
      : `${server.origin}/proxy?url=${encodeURIComponent(`${server.origin}/emulator/`)}`;
    assert.ok(asked.length > 0);
    for (const url of asked) assert.ok(url.startsWith(expected), `${url.split('?')[0]} went another way than ${expected}`);
    noComplaints();
  });
}

test('a proxy that is not there is explained, and the way out works', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  const gone = await h.emulator();
  await gone.stop();
  await h.useRoute(page, 'Proxy, address in the path', `${gone.origin}/proxy`);
  const alert = page.getByRole('alert').filter({ hasText: /proxy/i }).first();
  await alert.waitFor({ state: 'attached' });
  assert.match(await alert.textContent(), /proxy is not there|another route/);
  await h.byName(page, 'button', "Use this page's own server").first().click();
  await h.connected(page);
  noComplaints(/ERR_CONNECTION_REFUSED/);
});

test('a proxy that refuses the page is explained', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await page.route('**/nobody/**', (route) => route.fulfill({ status: 403, body: 'no' }));
  await h.useRoute(page, 'Proxy, address in the path', `${server.origin}/nobody`);
  const alert = page.getByRole('alert').filter({ hasText: /route/i }).first();
  await alert.waitFor({ state: 'attached' });
  noComplaints(/403/);
});
