// The workbench: a program of its own (workbench.js and workbench.wasm beside the page), loaded when the first question is
// asked. What did not load is tried again at the next question. Each question gets an instance, whose memory is overwritten
// before it is let go: a question may hold a secret.
mergeInto(LibraryManager.library, {
  $DdsWorkbench__deps: ['$Dds'],
  $DdsWorkbench: {
    loading: null, // of the compiled program

    // As a script of this page: the page's policy allows no other way.
    script: () => new Promise((resolve, reject) => {
      if (typeof createWorkbench === 'function') return resolve();
      const element = document.createElement('script');
      element.src = 'workbench.js';
      // A server, or what stands in front of it, may answer with something else.
      element.onload = () => (typeof createWorkbench === 'function' ? resolve() : reject());
      element.onerror = reject;
      document.head.append(element);
    }),

    load: async () => {
      const program = fetch('workbench.wasm', { credentials: 'same-origin' }).then((answer) => {
        if (!answer.ok) throw answer.status;
        return answer.arrayBuffer();
      }).then((bytes) => WebAssembly.compile(bytes));
      const [compiled] = await Promise.all([program, DdsWorkbench.script()]);
      return compiled;
    },

    answer: async (question) => {
      if (!DdsWorkbench.loading) {
        DdsWorkbench.loading = DdsWorkbench.load();
        DdsWorkbench.loading.catch(() => { DdsWorkbench.loading = null; });
      }
      const compiled = await DdsWorkbench.loading;
      const instance = await new Promise((resolve, reject) => createWorkbench({
        instantiateWasm: (imports, done) => {
          WebAssembly.instantiate(compiled, imports).then(done, reject);
          return {};
        },
      }).then(resolve, reject));
      return instance['answer'](question);
    },
  },

  dds_js_ask_workbench__deps: ['$DdsWorkbench'],
  dds_js_ask_workbench: function (host, number, address, size) {
    const question = HEAPU8.slice(address, address + size);
    DdsWorkbench.answer(question).then((answer) => {
      question.fill(0);
      const room = _malloc(answer.length + 1);
      HEAPU8.set(answer, room);
      HEAPU8[room + answer.length] = 0;
      _dds_on_workbench(host, number, room);
      _free(room);
    }, () => {
      question.fill(0);
      _dds_on_workbench(host, number, 0);
    });
  },
});
