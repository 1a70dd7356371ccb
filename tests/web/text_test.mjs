// Text: the mirrored input field is its source, so that typing, input methods, pasting, selecting and undoing are the
// browser's own, and nothing comes twice.
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

const filterOf = (page) => h.byName(page, 'textbox', 'Filter');
const rows = async (page) => page.getByRole('row').evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));

async function open(options) {
  const opened = await h.openPage(browser, options);
  await opened.page.goto(server.origin);
  await h.connected(opened.page);
  return opened;
}

// Waits until the list shows just these, then until nothing more is drawn; the field must hold the text still.
async function shows(page, names, text) {
  await page.waitForFunction((wanted) => {
    const now = [...document.querySelectorAll('[role=row]')].map((row) => row.getAttribute('aria-label'));
    return JSON.stringify(now) === JSON.stringify(wanted);
  }, names);
  await h.settled(page);
  assert.equal(await filterOf(page).inputValue(), text);
}

test('what is typed comes once, letter by letter, after a click', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).click();
  await page.keyboard.type('orders');
  await shows(page, ['orders'], 'orders');
  noComplaints();
});

test('fill() works like on any page', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).fill('pay');
  await shows(page, ['payments'], 'pay');
  await filterOf(page).fill('');
  await page.waitForFunction(() => document.querySelectorAll('[role=row]').length > 3);
  noComplaints();
});

test('Chinese text comes whole: inserted, and composed by an input method', async () => {
  const { page, context, noComplaints } = await open();
  await filterOf(page).click();
  await page.keyboard.insertText('库');
  await shows(page, ['库存-sharded'], '库');
  const cdp = await context.newCDPSession(page);
  await cdp.send('Input.imeSetComposition', { text: 'cun', selectionStart: 3, selectionEnd: 3 });
  await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 0); // seen while it is composed
  await cdp.send('Input.imeSetComposition', { text: '存', selectionStart: 1, selectionEnd: 1 });
  await cdp.send('Input.insertText', { text: '存' });
  await shows(page, ['库存-sharded'], '库存');
  noComplaints();
});

test('characters beyond 16 bits keep the caret where it is', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).click();
  await page.keyboard.insertText('𠮷𠮷');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('a');
  await shows(page, [], '𠮷a𠮷');
  noComplaints();
});

test('copy, cut, paste and undo are the browser\'s own', async () => {
  const { page, noComplaints } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await filterOf(page).fill('orders');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+x');
  await page.waitForFunction(() => document.querySelectorAll('[role=row]').length > 3);
  await page.keyboard.press('Control+v');
  await shows(page, ['orders'], 'orders');
  await page.keyboard.press('Control+v');
  await shows(page, [], 'ordersorders');
  await page.keyboard.press('Control+z');
  await shows(page, ['orders'], 'orders');
  noComplaints();
});

test('the caret goes where the mouse presses, and a double click selects a word', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).fill('orders');
  const box = await filterOf(page).boundingBox();
  await page.mouse.click(box.x + 32, box.y + box.height / 2); // before the text's end
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('pay');
  await shows(page, ['payments'], 'pay');
  await filterOf(page).dblclick();
  await page.waitForFunction(() => String(document.activeElement.selectionEnd - document.activeElement.selectionStart) === '3');
  await page.keyboard.type('audit');
  await shows(page, ['audit'], 'audit');
  noComplaints();
});

test('keys do not overtake the press before them, however slow the frames are', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).fill('orders');
  await h.settled(page);
  const box = await filterOf(page).boundingBox();
  await page.evaluate(() => { // no frame of its own accord until the keys are through
    window.drawSoon = window.requestAnimationFrame;
    window.held = [];
    window.requestAnimationFrame = (frame) => window.held.push(frame);
  });
  await page.mouse.click(box.x + 32, box.y + box.height / 2); // before the text's end
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('pay');
  assert.equal(await filterOf(page).inputValue(), 'pay');
  await page.evaluate(() => {
    window.requestAnimationFrame = window.drawSoon;
    window.held.forEach((frame) => requestAnimationFrame(frame));
  });
  await shows(page, ['payments'], 'pay');
  noComplaints();
});

test('what a double click is, the browser says, however slow the frames are', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).fill('orders');
  const box = await filterOf(page).boundingBox();
  await page.mouse.move(box.x + 32, box.y + box.height / 2);
  const press = async (clickCount) => {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
    await h.settled(page);
  };
  const selected = () => page.evaluate(() => document.activeElement.selectionEnd - document.activeElement.selectionStart);
  await press(1);
  await press(1); // at once and in the same place, and yet a click of its own
  assert.equal(await selected(), 0);
  await press(2);
  assert.equal(await selected(), 6);
  noComplaints();
});

test('after Escape the field takes what is typed again', async () => {
  const { page, noComplaints } = await open();
  await filterOf(page).fill('ord');
  await page.keyboard.press('Escape');
  await h.settled(page);
  await filterOf(page).press('End');
  await page.keyboard.type('ers');
  await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 1);
  assert.match(await filterOf(page).inputValue(), /ers$/);
  noComplaints();
});

test('a secret is a password field, and stands nowhere else on the page', async () => {
  const { page, noComplaints } = await open();
  await h.byName(page, 'button', 'Key').click();
  await h.byName(page, 'textbox', 'AccessKey ID').fill('LTAItest0000000000');
  const secret = page.locator('input[type=password][aria-label="AccessKey secret"]');
  await secret.click();
  await page.keyboard.type('not-the-right-one');
  await h.settled(page);
  assert.equal(await secret.inputValue(), 'not-the-right-one');
  const html = await page.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!html.includes('not-the-right-one'));
  await h.byName(page, 'button', 'Use key').click();
  await page.getByRole('alert').first().waitFor({ state: 'attached' });
  assert.ok(!(await page.locator('body').innerText()).includes('not-the-right-one'));
  assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage })).then((all) => all.includes('not-the-right-one')), false);
  noComplaints(/Failed to load resource/);
});
