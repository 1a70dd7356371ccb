// What a person started outlives the page: reload, close and reopen, a second tab and Back at each stage of a backup, in
// Chromium; and what is asked before the page is left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as h from './harness.mjs';

let browser;
before(async () => { browser = await h.launch(); });
after(async () => { await browser.close(); });

// A service of its own for each stage; its clock runs slowly enough that a stage is not over before it is seen.
async function service(faults, rate = '20') {
  const more = faults ? ['--faults', faults] : [];
  return h.serveWithoutEmulator('--emulator', '--control', '--clock-rate', rate, ...more);
}

async function created(server) {
  const text = await (await fetch(`${server.origin}/control/effects`)).text();
  return text.split('\n').filter((line) => line.includes('"CreateBackup"')).length;
}

async function begin(page, instance) {
  await h.openForm(page, instance);
  await h.byName(page, 'button', 'Create backup').last().click();
}

// Until the list of instances has come, a backup that was found again is called by its instance's id.
const ofOrders = (words) => new RegExp(`^(orders|dds-bp1a7f3c9d2e5b81): (${words})`, 'i');
const seen = (page, words) => page.getByRole('status').filter({ hasText: ofOrders(words) }).first()
  .waitFor({ state: 'attached', timeout: 60_000 });

// The row and the card know that the backup goes on or that its outcome is open, and the form starts no second one.
async function saysBusy(page) {
  assert.equal(await page.getByText('Nothing is running').count(), 0);
  await h.byName(page, 'row', 'orders').click();
  await page.getByRole('status').filter({ hasText: /^Can back up: .* is being (followed already|found out)/ }).waitFor();
  await h.byName(page, 'button', 'Create backup').click();
  await h.byName(page, 'heading', 'Create backup').waitFor();
  await h.settled(page);
  assert.equal(await h.byName(page, 'button', 'Create backup').last().getAttribute('aria-disabled'), 'true');
  await h.byName(page, 'button', 'Close form').click();
}

// name, faults, what is seen when the page goes, whether a backup is made
const stages = [
  ['the job runs', '', 'backing up', 1],
  ['CreateBackup is on its way', 'CreateBackup:slow:100%', 'starting', 1],
  ['an answer was lost and it is being found out', 'CreateBackup:lost-after:x1,DescribeBackupTasks:slow:100%', 'no answer', 1],
  ['the instance is looked at', 'DescribeDBInstanceAttribute:slow:100%', 'checking', 0],
];
for (const [name, faults, words, made] of stages) {
  test(`a page that is reloaded while ${name} finds its backup again`, async () => {
    const server = await service(faults, '10');
    const { page, noComplaints } = await h.openPage(browser);
    await page.goto(server.origin);
    await h.connected(page);
    await begin(page, 'orders');
    await seen(page, words);
    await page.reload();
    await h.connected(page);
    if (made) {
      await seen(page, 'backing|starting|no answer|checking|backed');
      await saysBusy(page);
      await h.picture(page, `reloaded-${name.split(' ').slice(-2).join('-').toLowerCase()}`);
      await seen(page, 'finished');
    } else {
      await seen(page, 'nothing was started');
    }
    assert.equal(await created(server), made);
    noComplaints(/Failed to load resource/, /ERR_/);
    await server.stop();
  });
}

test('a page that was closed in the middle of a backup goes on with it when it is opened again', async () => {
  const server = await service();
  const { page, context, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await begin(page, 'orders');
  await seen(page, 'backing up');
  const kept = await context.newPage(); // keeps the browser's profile
  await page.close();
  await kept.goto(server.origin);
  await h.connected(kept);
  await seen(kept, 'finished');
  assert.equal(await created(server), 1);
  noComplaints();
  await server.stop();
});

test('a second tab says that the first one follows the backup, and goes on with it once that one is closed', async () => {
  const server = await service('', '10');
  const { page, context, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await begin(page, 'orders');
  await seen(page, 'backing up');
  const second = await context.newPage();
  await second.goto(server.origin);
  await h.connected(second);
  await seen(second, 'followed in another window');
  await h.picture(second, 'followed-in-another-tab');
  await saysBusy(second);
  await page.close();
  await seen(second, 'backing up');
  await seen(second, 'finished');
  assert.equal(await created(server), 1);
  noComplaints();
  await server.stop();
});

test('a page that nothing can be stored for starts no backup and says why', async () => {
  const server = await service();
  const { page, noComplaints } = await h.openPage(browser);
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await page.goto(server.origin);
  await h.connected(page);
  await begin(page, 'orders');
  await seen(page, 'refused');
  await h.byName(page, 'link', 'Activity').click();
  await h.picture(page, 'nothing-stored');
  assert.equal(await created(server), 0);
  noComplaints();
  await server.stop();
});

test('Back and Forward move within the console, lose nothing that was typed, and put nothing into the address', async () => {
  const server = await service();
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'row', 'orders').dblclick();
  await h.byName(page, 'tab', 'Restore').click();
  await h.byName(page, 'textbox', 'Name of the new instance').fill('copy-1');
  await h.byName(page, 'link', 'Coverage').click();
  await h.byName(page, 'heading', 'Coverage').waitFor();
  await page.goBack();
  assert.equal(await h.byName(page, 'textbox', 'Name of the new instance').inputValue(), 'copy-1');
  await page.goBack();
  await h.byName(page, 'heading', 'Recent backup sets').waitFor();
  await page.goBack();
  await h.byName(page, 'heading', 'Instances').waitFor();
  await page.goForward();
  await h.byName(page, 'heading', 'Recent backup sets').waitFor();
  assert.equal(page.url(), `${server.origin}/`);
  await page.reload();
  await h.byName(page, 'heading', 'Recent backup sets').waitFor();
  noComplaints();
  await server.stop();
});

test('Back in the middle of a backup leaves it running', async () => {
  const server = await service();
  const { page, noComplaints } = await h.openPage(browser);
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'link', 'Coverage').click();
  await h.byName(page, 'link', 'Instances').click();
  await begin(page, 'orders');
  await seen(page, 'backing up');
  await page.goBack();
  await h.byName(page, 'heading', 'Coverage').waitFor();
  await seen(page, 'finished');
  assert.equal(await created(server), 1);
  noComplaints();
  await server.stop();
});

test('the page asks before it is left while a backup runs or a key is typed, and else not', async () => {
  const server = await service('', '10');
  const { page, noComplaints } = await h.openPage(browser);
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await page.goto(server.origin);
  await h.connected(page);
  await h.byName(page, 'row', 'orders').click();
  await page.reload();
  await h.connected(page);
  assert.deepEqual(asked, []);
  await begin(page, 'orders');
  await seen(page, 'backing up');
  await page.reload();
  await h.connected(page);
  assert.deepEqual(asked, ['beforeunload']);
  await seen(page, 'finished');
  await h.byName(page, 'button', 'Key').click();
  await h.byName(page, 'textbox', 'AccessKey secret').fill('typed');
  await h.settled(page);
  await page.reload();
  await h.connected(page);
  assert.deepEqual(asked, ['beforeunload', 'beforeunload']);
  noComplaints();
  await server.stop();
});
