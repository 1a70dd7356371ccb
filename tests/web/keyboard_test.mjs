// Without a mouse: by keys alone, and by the presses of a screen reader.
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

async function open(options) {
  const opened = await h.openPage(browser, options);
  await opened.page.goto(server.origin);
  await h.connected(opened.page);
  return opened;
}

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return element.ddsKey ? element.getAttribute('aria-label') : '';
});

// Tab until that is focused; each press must lead somewhere new, or the way round is a trap.
async function tabTo(page, name, key = 'Tab') {
  for (let i = 0; i < 80; i++) {
    if (await focused(page) === name) return;
    await page.keyboard.press(key);
    await h.settled(page);
  }
  assert.fail(`${key} never came to ${name}`);
}

test('a backup is created with the keyboard only', async () => {
  const { page, noComplaints } = await open();
  await tabTo(page, 'orders');
  await page.keyboard.press('Space');
  await h.byName(page, 'button', 'Create backup').waitFor();
  await tabTo(page, 'Create backup');
  await page.keyboard.press('Enter');
  await h.byName(page, 'heading', 'Create backup').waitFor();
  await h.byName(page, 'button', 'Close form').waitFor();
  await tabTo(page, 'Show request');
  await tabTo(page, 'Create backup', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: /^orders.*Finished/ }).waitFor({ state: 'attached' });
  noComplaints();
});

test('Tab and Shift+Tab go the same way there and back', async () => {
  const { page, noComplaints } = await open();
  const there = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    await h.settled(page);
    there.push(await focused(page));
  }
  const back = [];
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('Shift+Tab');
    await h.settled(page);
    back.push(await focused(page));
  }
  assert.equal(new Set(there).size, 6, `each stop is another: ${there}`);
  assert.deepEqual(back, there.slice(0, 5).reverse());
  noComplaints();
});

test('in an open panel Tab stays, and Escape leads back', async () => {
  const { page, noComplaints } = await open();
  await tabTo(page, 'Route');
  await page.keyboard.press('Enter');
  await h.byName(page, 'radio', 'Direct').waitFor();
  await h.settled(page);
  const panel = ['Direct', 'Same origin', 'Proxy, address in the path', 'Proxy, address in the query', 'ACS3-HMAC-SHA256',
    'RPC v1, HMAC-SHA1', 'Use route'];
  for (const key of ['Tab', 'Shift+Tab']) {
    const stops = new Set();
    for (let i = 0; i < 2 * panel.length; i++) {
      await page.keyboard.press(key);
      await h.settled(page);
      stops.add(await focused(page));
    }
    assert.deepEqual([...stops].sort(), [...panel].sort(), `${key} goes round in the panel`);
  }
  await page.keyboard.press('Escape');
  await h.byName(page, 'radio', 'Direct').waitFor({ state: 'detached' });
  await h.settled(page);
  assert.equal(await focused(page), 'Route');
  noComplaints();
});

test('a press without a pointer, as screen readers do it, presses', async () => {
  const { page, noComplaints } = await open();
  await h.byName(page, 'link', 'History').evaluate((element) => element.click());
  await h.byName(page, 'heading', 'History').waitFor();
  noComplaints();
});

test('a press by mouse comes once', async () => {
  const { page, noComplaints } = await open();
  const toggle = h.byName(page, 'button', 'Inspector');
  const before = await toggle.getAttribute('aria-expanded');
  await toggle.click();
  await h.settled(page);
  assert.notEqual(await toggle.getAttribute('aria-expanded'), before);
  noComplaints();
});

test('elements are kept while their widget lives', async () => {
  const { page, noComplaints } = await open();
  const refresh = h.byName(page, 'button', 'Refresh');
  await refresh.evaluate((element) => { element.mark = 'the same'; });
  await h.byName(page, 'button', 'Inspector').click();
  await h.settled(page);
  assert.equal(await refresh.evaluate((element) => element.mark), 'the same');
  noComplaints();
});

test('the console comes back when the graphics card was taken away', async () => {
  const { page, noComplaints } = await open();
  await page.evaluate(() => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    window.lose = gl.getExtension('WEBGL_lose_context');
    window.lose.loseContext();
  });
  await page.waitForFunction(() => document.getElementById('canvas').getContext('webgl2').isContextLost());
  await page.evaluate(() => window.lose.restoreContext());
  await page.waitForFunction(() => !document.getElementById('canvas').getContext('webgl2').isContextLost());
  await h.byName(page, 'link', 'History').click();
  await h.byName(page, 'heading', 'History').waitFor();
  await h.settled(page);
  const colours = await page.evaluate(async () => {
    // Drawn within this frame, so that the buffer still holds it.
    const canvas = document.getElementById('canvas');
    dispatchEvent(new MouseEvent('mousemove', { clientX: 5, clientY: 5 }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const copy = document.createElement('canvas');
    copy.width = 400;
    copy.height = 100;
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, 400, 100).data.buffer)).size;
  });
  assert.ok(colours > 20, `text is drawn again: ${colours} colours`);
  noComplaints(/CONTEXT_LOST|context lost/i);
});

test('what lies below the fold is pressed by its role and name like anything else', async () => {
  const { page, noComplaints } = await open({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  const hidden = (element) => getComputedStyle(element).pointerEvents === 'none';
  const row = h.byName(page, 'row', '库存-sharded');
  assert.ok(await row.evaluate(hidden));
  await row.click();
  await h.byName(page, 'button', 'Create backup').waitFor();
  await h.byName(page, 'link', 'Settings').click();
  const larger = h.byName(page, 'radio', '200 %');
  await larger.waitFor();
  await h.settled(page);
  assert.ok(await larger.evaluate(hidden));
  await larger.click();
  await h.settled(page);
  assert.ok(await larger.isChecked());
  noComplaints();
});

test('Tab reaches what lies below the fold in its order, and what a script focuses there keeps the focus', async () => {
  const { page, noComplaints } = await open({ viewport: { width: 640, height: 260 }, deviceScaleFactor: 2 });
  await h.byName(page, 'link', 'Settings').click();
  await h.byName(page, 'radio', 'Dark').waitFor();
  await h.settled(page);
  const seen = () => page.evaluate(() => {
    const element = document.activeElement, layer = document.getElementById('mirror');
    return { key: element.ddsKey, hidden: getComputedStyle(element).pointerEvents === 'none', scrolled: layer.scrollTop };
  });
  let moved = 0;
  for (let i = 0; i < 30; i++) {
    const next = await page.evaluate(() => {
      const stops = [...document.querySelectorAll('#mirror > *')].filter((element) => element.tabIndex === 0);
      const stop = stops[stops.indexOf(document.activeElement) + 1];
      return stop && { key: stop.ddsKey, top: stop.offsetTop };
    });
    if (!next) break;
    await page.keyboard.press('Tab');
    await h.settled(page);
    assert.deepEqual(await seen(), { key: next.key, hidden: false, scrolled: 0 });
    if (await page.evaluate(() => document.activeElement.offsetTop) < next.top) moved++;
  }
  assert.ok(moved > 0, 'the console scrolled to what Tab reached');

  // Some browsers scroll the layer no further than they must to what a script focuses: what stands in the middle then
  // is another element. The page comes back to where it was: to the settings.
  await page.reload();
  await h.drawn(page);
  await h.byName(page, 'link', 'Settings').click();
  await h.byName(page, 'radio', 'Dark').waitFor();
  await h.settled(page);
  const wanted = await page.evaluate(() => {
    const layer = document.getElementById('mirror'), element = document.querySelector('[aria-label="200 %"]');
    element.focus({ preventScroll: true });
    layer.scrollTop = element.offsetTop + element.offsetHeight - layer.clientHeight;
    return { key: element.ddsKey, scrolled: layer.scrollTop > 0 };
  });
  assert.ok(wanted.scrolled);
  await page.waitForFunction(() => getComputedStyle(document.activeElement).pointerEvents !== 'none');
  await h.settled(page);
  assert.deepEqual(await seen(), { key: wanted.key, hidden: false, scrolled: 0 });
  noComplaints();
});
