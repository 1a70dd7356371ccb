// A run of many backups in the page: its journal is in the browser's storage, so that a page that was closed in the
// middle goes on where it was.
import assert from 'node:assert/strict';
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

// What the emulator did, by instance.
async function started() {
  const text = await (await fetch(`${server.origin}/control/effects`)).text();
  const count = {};
  for (const line of text.split('\n').filter(Boolean)) {
    const effect = JSON.parse(line);
    if (effect.action === 'CreateBackup') count[effect.instance] = (count[effect.instance] || 0) + 1;
  }
  return count;
}

test('a run goes on in a page that was loaded again, and starts nothing twice', async () => {
  const { page, context, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'link', 'Back up many').click();
  await h.byName(page, 'checkbox', 'orders').click();
  await h.byName(page, 'checkbox', 'payments').click();
  await h.byName(page, 'button', 'Back up 2 instances').click();
  await h.byName(page, 'button', 'Start 2 backups').click();
  await h.byName(page, 'progressbar', 'All backups of the run').waitFor();
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('journal')));
  await page.goto('about:blank');
  const kept = await context.newPage();
  await page.close();

  await kept.goto(server.origin);
  await h.connected(kept);
  await h.byName(kept, 'link', 'Back up many').click();
  await h.byName(kept, 'button', 'Go on').click();
  await h.byName(kept, 'button', 'Copy results as JSON').waitFor({ timeout: 60_000 });
  await h.picture(kept, 'run-ended');
  const counts = Object.values(await started());
  assert.deepEqual(counts, [1, 1]);
  noComplaints();
});

test('a second page cannot write the journal that the first one holds, and says so', async () => {
  const { page, context, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'link', 'Back up many').click();
  await h.byName(page, 'checkbox', 'orders').waitFor();
  const second = await context.newPage();
  await second.goto(server.origin);
  await h.connected(second);
  await h.byName(second, 'link', 'Back up many').click();
  await second.getByText(/another (tab|page|console)/i).first().waitFor({ state: 'attached' });
  await h.picture(second, 'journal-held');
  noComplaints();
});
