// Loads the console (console.js, console.wasm) and says in plain words how far it is, or what is missing.
'use strict';
(() => {
  const script = document.currentScript;
  const wasmSize = Number(script.dataset.wasmSize) || 0;
  const boot = document.getElementById('boot');
  const words = document.getElementById('boot-words');
  const progress = document.getElementById('boot-progress');
  let failed = false;

  const fail = (what, hint, again) => {
    if (failed) return;
    failed = true;
    boot.hidden = false;
    boot.className = 'failed';
    boot.setAttribute('role', 'alert');
    progress.hidden = true;
    words.textContent = what;
    const hintElement = document.getElementById('boot-hint');
    hintElement.textContent = hint;
    hintElement.hidden = false;
    const button = document.getElementById('boot-again');
    button.hidden = !again;
    button.onclick = () => location.reload();
    // Nothing of a console that does not run.
    document.getElementById('console').hidden = true;
  };
  const notLoaded = (name) => fail(
    'The file ' + name + ' did not load.',
    'The connection broke, or the server does not have it. Nothing was sent to the service.', true);
  const noWebGl = () => fail(
    'This browser has no WebGL 2, which the console is drawn with.',
    'Switch on hardware acceleration in the browser\'s settings, try a current Firefox, Chrome, Edge or Safari, or use the dds command line.', false);

  if (typeof WebAssembly !== 'object') {
    fail('This browser has no WebAssembly, which the console runs in.',
      'Try a current Firefox, Chrome, Edge or Safari, allow WebAssembly for this page, or use the dds command line.', false);
    return;
  }

  addEventListener('dds-drawn', () => {
    boot.hidden = true;
    document.getElementById('console').focus({ preventScroll: true });
  }, { once: true });

  // How the page starts. Only `dds serve` has this file; elsewhere the console starts plain.
  const config = fetch('config.json', { credentials: 'omit', cache: 'no-store' })
    .then((answer) => (answer.ok && /json/.test(answer.headers.get('content-type') || '') ? answer.text() : ''))
    .catch(() => '');

  const show = (received) => {
    if (wasmSize) progress.value = Math.min(99, (100 * received) / wasmSize);
    else progress.removeAttribute('value');
  };
  const count = async (answer) => {
    const reader = answer.body.getReader();
    let received = 0;
    for (;;) {
      const part = await reader.read();
      if (part.done) break;
      show(received += part.value.length);
    }
    if (!failed) words.textContent = 'Starting';
  };

  const module = fetch('console.wasm', { credentials: 'same-origin' }).then((answer) => {
    if (!answer.ok) throw new Error('not there');
    count(answer.clone()).catch(() => {});
    // A server that does not know the type: compile from the bytes.
    if (!/^application\/wasm\b/.test(answer.headers.get('content-type') || '')) {
      return answer.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
    }
    return WebAssembly.compileStreaming(answer);
  });
  module.catch(() => notLoaded('console.wasm'));

  const program = document.createElement('script');
  program.src = 'console.js';
  program.onerror = () => notLoaded('console.js');
  program.onload = async () => {
    // A server, or what stands in front of it, may answer with something else.
    if (typeof createConsole !== 'function') return notLoaded('console.js');
    let compiled, configText;
    try {
      [compiled, configText] = await Promise.all([module, config]);
    } catch (told) {
      return;
    }
    const stopped = (reason) => fail('The console stopped: ' + reason,
      'Load the page again. A backup that was started goes on; the console finds it again.', true);
    try {
      await createConsole({
        config: configText,
        instantiateWasm: (imports, done) => {
          WebAssembly.instantiate(compiled, imports).then(done, () => stopped('it could not be started.'));
          return {};
        },
        onAbort: () => stopped('it ran into an error of its own.'),
        // main() gives 1 for no WebGL; with an error it did not end by itself.
        quit: (status, reason) => {
          if (reason instanceof Error) {
            stopped('it ran into an error of its own.');
            throw reason;
          }
          if (status) noWebGl();
        },
      });
    } catch (error) {
      stopped('it could not be started.');
      throw error;
    }
  };
  document.head.append(program);

})();
