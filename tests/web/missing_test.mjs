// What the page says where it cannot run: one plain sentence, and what to do.
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

test('without WebGL the page says so', async () => {
  const bare = await h.launch(['--disable-gpu', '--disable-3d-apis']);
  try {
    const { page } = await h.openPage(bare);
    await page.goto(server.origin);
    const alert = page.getByRole('alert');
    await alert.getByText('This browser has no WebGL 2').waitFor();
    assert.match(await alert.textContent(), /hardware acceleration/);
    await h.picture(page, 'missing-webgl');
  } finally {
    await bare.close();
  }
});

test('without WebAssembly the page says so', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.addInitScript(() => { delete window.WebAssembly; });
  await page.goto(server.origin);
  await page.getByText('This browser has no WebAssembly').waitFor();
  noComplaints();
});

// Read from what is served: no switch of Chromium's makes its parser show <noscript> under Playwright.
test('the page that is served says what it needs without JavaScript', async () => {
  const html = await (await fetch(server.origin)).text();
  assert.match(html, /<noscript>[^]*it needs JavaScript[^]*<\/noscript>/);
});

for (const file of ['console.wasm', 'console.js']) {
  test(`${file} that did not load is named, and loading again helps`, async () => {
    const { page } = await h.openPage(browser);
    await page.route(`**/${file}`, (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(server.origin);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.textContent(), new RegExp(`The file ${file} did not load\\.`));
    await page.unroute(`**/${file}`);
    await page.getByRole('button', { name: 'Load again' }).click();
    await h.connected(page);
  });
}

test('on a plain static host the console starts without an emulator and without a key', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.route('**/config.json', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(server.origin);
  await h.byName(page, 'button', 'Enter a key').waitFor();
  assert.match(await h.byName(page, 'button', 'Route').textContent(), /direct/i);
  noComplaints(/404/);
});

test('a server that does not know the type of WebAssembly is enough', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.route('**/console.wasm', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ body: await answer.body(), headers: { 'content-type': 'application/octet-stream' } });
  });
  await page.goto(server.origin);
  await h.connected(page);
  noComplaints();
});
