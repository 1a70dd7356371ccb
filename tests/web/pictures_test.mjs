// Pictures of the console at the sizes and in the themes that people use, kept beside the build; each page must fit:
// no widget beyond the window.
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

const shapes = [
  ['1280x800-light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['1280x800-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['200-percent', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, colorScheme: 'light' }],
  ['1280x800-at-2x', { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2, colorScheme: 'light' }],
  ['800-dark', { viewport: { width: 800, height: 900 }, colorScheme: 'dark' }],
  ['500-light', { viewport: { width: 500, height: 900 }, colorScheme: 'light' }],
  ['phone', { viewport: { width: 412, height: 800 }, deviceScaleFactor: 2.625, hasTouch: true, isMobile: true, colorScheme: 'light' }],
];

async function fits(page) {
  const beyond = await page.locator('#mirror > *').evaluateAll((all) => all
    .filter((element) => element.style.pointerEvents !== 'none')
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    })
    .map((element) => element.getAttribute('aria-label') || element.textContent));
  assert.deepEqual(beyond, [], 'reaches beyond the window');
}

for (const [name, options] of shapes) {
  test(`list, form and outcome at ${name}`, async () => {
    const { page, noComplaints } = await h.openPage(browser, options);
    const press = (locator) => (options.hasTouch ? locator.tap() : locator.click());
    await page.goto(server.origin);
    await h.connected(page);
    await h.picture(page, `${name}-1-list`);
    await fits(page);
    // In a low window the row lies below others; the filter brings it up, as a person would.
    await press(h.byName(page, 'textbox', 'Filter'));
    await page.keyboard.insertText('orders');
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 1);
    await press(h.byName(page, 'row', 'orders'));
    await h.byName(page, 'button', 'Create backup').waitFor();
    await press(h.byName(page, 'button', 'Create backup'));
    await h.byName(page, 'button', 'Close form').waitFor();
    await h.picture(page, `${name}-2-form`);
    await fits(page);
    const create = h.byName(page, 'button', 'Create backup').last();
    // Below the fold the button is scrolled into view by the focus, as for a keyboard.
    await create.focus();
    await h.settled(page);
    await press(create);
    await page.getByRole('status').filter({ hasText: /^orders/ }).first().waitFor({ state: 'attached' });
    await h.picture(page, `${name}-3-running`);
    await fits(page);
    noComplaints();
  });
}

test('the tabs of an instance', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'row', 'payments').dblclick();
  for (const tab of ['Backups', 'Policy', 'Restore']) {
    await h.byName(page, 'tab', tab).click();
    await h.settled(page);
    await h.picture(page, `tab-${tab.toLowerCase()}`);
    await fits(page);
  }
  noComplaints();
});

test('pages, panels and a problem', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  for (const link of ['Coverage', 'Back up many', 'History', 'Activity', 'Settings']) {
    await h.byName(page, 'link', link).click();
    await h.settled(page);
    await h.picture(page, `page-${link.toLowerCase().replaceAll(' ', '-')}`);
    await fits(page);
  }
  await h.byName(page, 'link', 'Instances').click();
  for (const chip of ['Region', 'Endpoint', 'Route', 'Key', 'Connection']) {
    await h.byName(page, 'button', chip).click();
    await h.picture(page, `panel-${chip.toLowerCase()}`);
    await fits(page);
    await page.keyboard.press('Escape');
    await h.settled(page);
  }
  noComplaints();
});

// What is seen when there is nothing to see: each state tells what it is and what can be done, within the window.
const states = [
  ['wrong-key', 'alert', /does not know this AccessKey/, async (page) => {
    await page.route('**/emulator/', (route) => route.fulfill({
      status: 403, contentType: 'application/json',
      body: JSON.stringify({ RequestId: '6F2A1B0C-0000-4000-8000-000000000001', HostId: 'mongodb.aliyuncs.com', Code: 'InvalidAccessKeyId.NotFound', Message: 'Specified access key is not found.' }),
    }));
  }],
  ['not-reached', 'alert', /got no answer/, (page) => page.route('**/emulator/', (route) => route.abort('connectionrefused'))],
  ['not-the-service', 'alert', /not the service/i, (page) => page.route('**/emulator/', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Log in to the network</h1>' }))],
  ['loading', 'status', /Connecting/, (page) => page.route('**/emulator/', () => {})],
];
for (const [shape, options] of shapes.filter(([name]) => ['1280x800-light', '1280x800-dark', '200-percent'].includes(name))) {
  test(`problems, loading and emptiness at ${shape}`, async () => {
    for (const [name, role, words, prepare] of states) {
      const { page } = await h.openPage(browser, options);
      await prepare(page);
      await page.goto(server.origin);
      await page.getByRole(role).filter({ hasText: words }).first().waitFor({ state: 'attached' });
      await h.picture(page, `state-${name}-${shape}`);
      await fits(page);
      await page.close();
    }
    const { page, noComplaints } = await h.openPage(browser, options);
    await page.goto(server.origin);
    await h.connected(page);
    await h.byName(page, 'textbox', 'Filter').fill('no such instance');
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 0);
    await h.picture(page, `state-empty-${shape}`);
    await fits(page);
    await h.byName(page, 'textbox', 'Filter').fill('legacy');
    await h.byName(page, 'row', 'legacy').click();
    await h.picture(page, `state-locked-${shape}`);
    await fits(page);
    noComplaints();
  });
}
