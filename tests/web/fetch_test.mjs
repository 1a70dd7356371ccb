// What web/js/fetch.js tells of a request without an answer, whatever fetch does: one failure, once. The numbers are
// those of Failure in web/fetch_transport.cpp, which counts each of them as a request that may have left: a browser does
// not show how far one came.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const NO_ANSWER = 0, CANCELLED = 1, TIMED_OUT = 2, LOST = 3, TOO_LARGE = 4, REDIRECT = 5;
const source = readFileSync(new URL('../../web/js/fetch.js', import.meta.url), 'utf8');

// One request, with a fetch that does as told; gives everything that the program was told.
async function told(doFetch, { timeout = 60_000, then = () => {} } = {}) {
  const library = {};
  const told = [];
  let done;
  const ended = new Promise((resolve) => { done = resolve; });
  const context = vm.createContext({
    LibraryManager: { library },
    mergeInto: (all, parts) => Object.assign(all, parts),
    Dds: { withText: (text, use) => use(text) },
    UTF8ToString: (text) => text,
    HEAPU8: new Uint8Array(1024),
    _dds_on_answer: () => 0,
    _dds_on_answered: () => { told.push('answered'); done(); },
    _dds_on_failure: (transport, handle, failure) => { told.push(failure); done(); },
    fetch: doFetch, AbortController, setTimeout, clearTimeout,
  });
  vm.runInContext(source, context);
  context.DdsFetch = library.$DdsFetch;
  vm.runInContext(library.$DdsFetch__postset, context);
  library.dds_js_fetch(0, 1, 'POST', 'http://service.test/', '', 0, 0, timeout, 100);
  then(library);
  await ended;
  await new Promise((resolve) => setImmediate(resolve)); // whatever would be told a second time
  return told;
}

const whenAborted = (signal) => new Promise((resolve, reject) => {
  signal.addEventListener('abort', () => reject(new Error('aborted')));
});
const body = (...parts) => ({
  type: 'cors', status: 200, headers: new Headers(),
  body: { getReader: () => ({ read: async () => {
    const part = parts.shift();
    if (part instanceof Error) throw part;
    return part ? { done: false, value: part } : { done: true };
  } }) },
});

test('no answer, whatever the reason: a refused connection, CORS and garbage look alike', async () => {
  assert.deepEqual(await told(async () => { throw new TypeError('Failed to fetch'); }), [NO_ANSWER]);
});

test('a body that breaks off or cannot be decoded', async () => {
  assert.deepEqual(await told(async () => body(new Uint8Array(5), new TypeError('network error'))), [LOST]);
});

test('a body above the limit, a redirect', async () => {
  assert.deepEqual(await told(async () => body(new Uint8Array(101))), [TOO_LARGE]);
  assert.deepEqual(await told(async () => ({ type: 'opaqueredirect' })), [REDIRECT]);
});

test('its time is over, or it is cancelled: before an answer and within its body', async () => {
  const silent = (url, { signal }) => whenAborted(signal);
  assert.deepEqual(await told(silent, { timeout: 1 }), [TIMED_OUT]);
  assert.deepEqual(await told(silent, { then: (library) => library.dds_js_abort(1) }), [CANCELLED]);
  const stuck = async (url, { signal }) => ({ ...body(), body: { getReader: () => ({ read: () => whenAborted(signal) }) } });
  assert.deepEqual(await told(stuck, { timeout: 1 }), [TIMED_OUT]);
});

test('an answer is one, and no failure', async () => {
  assert.deepEqual(await told(async () => body(new Uint8Array(5))), ['answered']);
});
