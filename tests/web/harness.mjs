// What the browser's tests share: the native server on a free port, Chromium, a page in which every complaint of the
// browser counts as a failure, and what people do in the console.
//
// From CTest: DDS_BIN (the dds program), DDS_SITE (the page's folder), DDS_PICTURES. No test sleeps: each waits for
// what it expects, and the emulator's clock runs fast.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const program = process.env.DDS_BIN || path.join(root, 'build/native/bin/dds');
export const site = process.env.DDS_SITE || path.join(root, 'build/web/site');
export const pictures = process.env.DDS_PICTURES || path.join(root, 'build/web/pictures');

function need(file, how) {
  if (!existsSync(file)) throw new Error(`${file} is not there: ${how}`);
}

function chromiumPath() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {}
  }
  throw new Error('Chromium was not found: install it (Debian: apt-get install chromium).');
}

const quiet = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const softwareGl = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

export async function launch(args = softwareGl) {
  need(path.join(root, 'node_modules/playwright-core'), './dev test installs it.');
  const { chromium } = createRequire(path.join(root, 'package.json'))('playwright-core');
  return chromium.launch({ executablePath: chromiumPath(), args: [...quiet, ...args] });
}

// Runs the program until `stop`; gives the first address that it prints.
function run(args) {
  need(program, 'build it with ./dev build.');
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (data) => { complaint += data; });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) resolve(found[0]);
    });
    ended.then((code) => reject(new Error(`dds ${args[0]} ended with ${code}: ${complaint}`)));
  });
  return address.then((origin) => ({
    origin,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  }));
}

export const serve = (...more) => run(['serve', '--port', '0', '--site', site, '--emulator', '--clock-rate', '120', ...more]);
export const serveWithoutEmulator = (...more) => run(['serve', '--port', '0', '--site', site, ...more]);
export const emulator = (...more) => run(['emulator', '--port', '0', '--clock-rate', '120', ...more]);

// A page that notes what the browser complains about. `allow` names complaints that the test provokes.
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return {
    page,
    context,
    noComplaints(...allow) {
      const left = complaints.filter((text) => !allow.some((pattern) => pattern.test(text)));
      assert.deepEqual(left, [], 'the browser complained');
    },
  };
}

export const drawn = (page) => page.waitForFunction(() => performance.getEntriesByName('dds-first-frame').length > 0);

// Resolves when the console has nothing more to draw: two frames of the browser without one of its own.
export async function settled(page) {
  await page.evaluate(() => new Promise((resolve) => {
    const native = requestAnimationFrame;
    let own = 0;
    let still = 0;
    window.requestAnimationFrame = (callback) => {
      own++;
      return native(callback);
    };
    const look = () => {
      still = own ? 0 : still + 1;
      own = 0;
      if (still >= 3) {
        window.requestAnimationFrame = native;
        resolve();
      } else {
        native(look);
      }
    };
    native(look);
  }));
}

export const byName = (page, role, name, options = {}) => page.getByRole(role, { name, exact: true, ...options });

// Rows that a low window does not show are not there either: any row will do.
export async function connected(page) {
  await page.getByRole('row').first().waitFor();
}

export async function openForm(page, instance) {
  await byName(page, 'row', instance).click();
  await byName(page, 'button', 'Create backup').click();
  await byName(page, 'heading', 'Create backup').waitFor();
}

// Takes a backup by role and name, and gives the line that it ended with.
export async function backUp(page, instance) {
  await openForm(page, instance);
  await byName(page, 'button', 'Create backup').last().click();
  const outcome = page.getByRole('status').filter({ hasText: new RegExp(`^${instance}.*(Finished|Failed|Unknown|Refused)`, 'i') });
  await outcome.waitFor({ state: 'attached', timeout: 60_000 });
  return outcome.textContent();
}

export async function useRoute(page, name, proxy) {
  await byName(page, 'button', 'Route').click();
  await byName(page, 'radio', name).click();
  if (proxy !== undefined) await byName(page, 'textbox', 'Proxy address').fill(proxy);
  await byName(page, 'button', 'Use route').click();
}

export async function useEndpoint(page, address) {
  await byName(page, 'button', 'Endpoint').click();
  await byName(page, 'radio', 'Custom endpoint').click();
  await byName(page, 'textbox', 'Endpoint address').fill(address);
  await byName(page, 'button', 'Use endpoint').click();
}

export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true });
  await settled(page);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}
