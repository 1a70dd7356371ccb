// The workbench is a program of its own that the page loads when it is first asked: a refused request is pasted on the Sign
// page and explained, in one sentence and step by step.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
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

// Of a client that signs a blank as "+"; the key is the emulator's.
function refusedRequest() {
  const sent = 'AccessKeyId=testid&Action=ModifyDBInstanceDescription&DBInstanceDescription=nightly%20copy&DBInstanceId=dds-bp1'
    + '&Format=JSON&SignatureMethod=HMAC-SHA1&SignatureNonce=9d3f1c62e0b84a7f&SignatureVersion=1.0'
    + '&Timestamp=2026-01-14T06%3A03%3A27Z&Version=2015-12-01';
  const text = 'GET&%2F&' + encodeURIComponent(sent.replace('%20', '%2B'));
  const signature = createHmac('sha1', 'testsecret&').update(text).digest('base64');
  return { signature, curl: `curl \\\n  'https://mongodb.aliyuncs.com/?${sent}&Signature=${encodeURIComponent(signature)}'` };
}

async function openPage(page) {
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'link', 'Sign').click();
  await h.byName(page, 'heading', 'Why was this signature refused?').waitFor();
}

test('a refused request is pasted and explained', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  const workers = [];
  page.on('worker', (worker) => workers.push(new URL(worker.url()).pathname));
  await openPage(page);
  assert.ok(!loaded.some((name) => name.includes('workbench')), 'loaded before it was asked');
  const { curl, signature } = refusedRequest();
  const field = h.byName(page, 'textbox', 'Request');
  await field.fill(curl);
  await h.settled(page);
  assert.equal(await field.inputValue(), curl);
  await page.getByRole('checkbox', { name: /Use the key of this console/ }).click();
  await h.byName(page, 'button', 'Explain').click();
  const verdict = page.getByRole('alert').filter({ hasText: 'encoded as "+"' });
  await verdict.waitFor();
  assert.match(await verdict.textContent(), /DBInstanceDescription/);
  await page.getByRole('region', { name: 'Canonical query' }).waitFor({ state: 'attached' });
  assert.ok(loaded.includes('/workbench.wasm'));
  // Away from the page, which goes on while a question takes long; one for the diagnosis, one for the trace.
  assert.deepEqual(workers, ['/workbench.js', '/workbench.js']);
  assert.deepEqual(page.workers(), []);
  assert.ok(!(await page.evaluate(() => document.documentElement.outerHTML)).includes(signature));
  await h.settled(page);
  await h.picture(page, 'sign-explained');
  noComplaints();
});

test('lines are typed into the field, and Tab leaves it', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await openPage(page);
  const field = h.byName(page, 'textbox', 'Request');
  await field.click();
  await page.keyboard.type('GET / HTTP/1.1');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Host: a');
  await h.settled(page);
  assert.equal(await field.inputValue(), 'GET / HTTP/1.1\nHost: a');
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label') === 'Answer of the service');
  noComplaints();
});

test('a workbench that did not load is said, and asking again loads it', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  const context = page.context();
  await openPage(page);
  await h.byName(page, 'textbox', 'Request').fill(refusedRequest().curl);
  // Not there, or something else in its place.
  for (const [file, answer] of [['workbench.wasm', { status: 404, body: '' }],
    ['workbench.wasm', { status: 200, contentType: 'text/html', body: '<p>Log in to the network</p>' }],
    ['workbench.js', { status: 200, contentType: 'text/html', body: '<p>Log in to the network</p>' }]]) {
    await context.route('**/' + file, (route) => route.fulfill(answer));
    const asked = context.waitForEvent('request', (request) => request.url().endsWith(file));
    await h.byName(page, 'button', 'Explain').click();
    await asked;
    await page.getByRole('button', { name: 'Explain', exact: true, disabled: false }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'did not load' }).waitFor();
    await context.unroute('**/' + file);
  }
  await h.byName(page, 'button', 'Explain').click();
  await h.byName(page, 'button', 'Paste another').waitFor();
  noComplaints(/404|MIME|worker/i);
});
