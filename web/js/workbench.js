// The workbench: a program of its own (workbench.js and workbench.wasm beside the page), loaded when the first question is
// asked. What did not load is tried again at the next question. It runs in a worker, so that a question that takes long does
// not stop the page: one for each question, ended after it, with its memory overwritten before, as a question may hold a
// secret.
mergeInto(LibraryManager.library, {
  $DdsWorkbench: {
    loading: null, // of the compiled program

    load: () => fetch('workbench.wasm', { credentials: 'same-origin' }).then((answer) => {
      if (!answer.ok) throw answer.status;
      return answer.arrayBuffer();
    }).then((bytes) => WebAssembly.compile(bytes)),

    answer: async (question) => {
      if (!DdsWorkbench.loading) {
        DdsWorkbench.loading = DdsWorkbench.load();
        DdsWorkbench.loading.catch(() => { DdsWorkbench.loading = null; });
      }
      const compiled = await DdsWorkbench.loading;
      const worker = new Worker('workbench.js');
      try {
        return await new Promise((resolve, reject) => {
          worker.onmessage = (message) => resolve(message.data);
          // Also when a server, or what stands in front of it, answers with something else than the script.
          worker.onerror = reject;
          // Handed over, not copied: no second one is left behind here.
          worker.postMessage([compiled, question], [question.buffer]);
        });
      } finally {
        worker.terminate();
      }
    },
  },

  dds_js_ask_workbench__deps: ['$DdsWorkbench'],
  dds_js_ask_workbench: function (host, number, address, size) {
    const question = HEAPU8.slice(address, address + size);
    DdsWorkbench.answer(question).then((answer) => {
      const room = _malloc(answer.length + 1);
      HEAPU8.set(answer, room);
      HEAPU8[room + answer.length] = 0;
      _dds_on_workbench(host, number, room);
      _free(room);
    }, () => {
      if (question.length) question.fill(0); // it was not handed over
      _dds_on_workbench(host, number, 0);
    });
  },
});
