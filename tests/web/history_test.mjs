// The history of calls in the page: kept in the browser's storage without secrets, given away as a file and as a link;
// and what a link does when it is opened.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import * as h from './harness.mjs';

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([h.launch(), h.serve('--control')]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const effects = async () => (await fetch(`${server.origin}/control/effects`)).text();

test('a call is still in the history after a reload, without the secret, and is saved as HAR', async () => {
  const { page, noComplaints } = await h.openPage(browser, { acceptDownloads: true });
  await page.goto(server.origin);
  await h.connected(page);
  await h.openForm(page, 'orders');
  await h.byName(page, 'button', 'Create backup').last().click();
  await page.waitForFunction(() => (localStorage.getItem('dds.calls') || '').includes('CreateBackup'));
  const kept = await page.evaluate(() => localStorage.getItem('dds.calls'));
  assert.ok(!kept.includes('testsecret'), 'the secret is kept');
  assert.ok(!/Signature=[^\u2022%]/.test(kept), 'a signature is kept');

  await page.reload();
  await h.connected(page);
  await h.byName(page, 'link', 'History').click();
  await page.getByRole('row', { name: /^CreateBackup / }).waitFor();
  await h.picture(page, 'history');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    h.byName(page, 'button', 'Save all as HAR').click(),
  ]);
  assert.match(download.suggestedFilename(), /^dds-calls-.*\.har$/);
  const { log } = JSON.parse(await readFile(await download.path(), 'utf8'));
  assert.equal(log.version, '1.2');
  assert.ok(log.entries.some((entry) => JSON.stringify(entry.request).includes('CreateBackup')));

  await h.byName(page, 'button', 'Forget the history').click();
  await h.byName(page, 'button', 'Forget all calls').click();
  await page.waitForFunction(() => !localStorage.getItem('dds.calls'));
  noComplaints();
});

test('a link fills in a call and sends nothing, at the start and later; a broken one says so', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  const before = await effects();
  await page.goto(`${server.origin}/#call=DeleteBackup&DBInstanceId=dds-bp1a7f3c9d2e5b81&BackupId=1`);
  const notice = page.getByRole('status').filter({ hasText: /Nothing was sent/ });
  await notice.waitFor({ state: 'attached' });
  await h.byName(page, 'link', 'Instances').click();
  await h.connected(page);
  await notice.waitFor({ state: 'detached' });
  await page.evaluate(() => { location.hash = '#call=DescribeRegions'; });
  await notice.waitFor({ state: 'attached' });
  await page.evaluate(() => { location.hash = '#call=DescribeRegions&broken'; });
  await page.getByRole('alert').filter({ hasText: /This link to a call cannot be used/ }).waitFor();
  assert.equal(await effects(), before);
  noComplaints();
});

test('a link opened in the middle of a frame is not taken for the place that is shown', async () => {
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.settled(page);
  // The browser tells of a new fragment in a task of its own; a frame may be drawn before it.
  await page.evaluate(() => {
    const frames = [];
    const { requestAnimationFrame } = window;
    window.requestAnimationFrame = (frame) => frames.push(frame);
    document.dispatchEvent(new Event('visibilitychange'));
    location.hash = '#call=DescribeRegions';
    window.requestAnimationFrame = requestAnimationFrame;
    if (frames.length === 0) throw new Error('the page wanted no frame');
    for (const frame of frames) frame(performance.now());
  });
  await page.getByRole('status').filter({ hasText: /Nothing was sent/ }).waitFor({ state: 'attached' });
  noComplaints();
});
