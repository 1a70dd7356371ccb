// Linked into workbench.js: what its worker calls on an instance (workbench_worker.js). Bytes in, bytes out; then every byte
// of the instance's memory is overwritten.
Module['answer'] = (question) => {
  const room = _malloc(question.length + 1);
  HEAPU8.set(question, room);
  question.fill(0);
  const address = _dds_workbench_answer(room, question.length);
  const answer = HEAPU8.slice(address, HEAPU8.indexOf(0, address));
  HEAPU8.fill(0);
  return answer;
};
