// The end of workbench.js, which runs in a worker: a compiled program and the bytes of a question come in, the bytes of the
// answer go out (web/js/workbench.js).
onmessage = (message) => {
  const [compiled, question] = message.data;
  createWorkbench({
    instantiateWasm: (imports, done) => {
      WebAssembly.instantiate(compiled, imports).then(done, failed);
      return {};
    },
  }).then((program) => postMessage(program['answer'](question))).catch(failed);
  // What goes wrong in a promise does not reach the page by itself.
  function failed(why) {
    question.fill(0);
    setTimeout(() => { throw why; });
  }
};
