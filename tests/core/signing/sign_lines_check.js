// Holds a program that speaks the contract of `dds sign` against every vector, byte for byte, and against bad lines:
//   node sign_lines_check.js <program> [argument...]
// CTest runs it on `dds sign` and on its WebAssembly twin, so that the two agree line by line.
'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const [program, ...args] = process.argv.slice(2);
const folder = path.resolve(__dirname, '../../vectors/signing');
let failures = 0;
const check = (good, what) => {
  if (good) return;
  failures++;
  console.log(`FAILED: ${what}`);
};

function run(lines) {
  const ran = spawnSync(program, args, { input: lines.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.error) throw ran.error;
  return { status: ran.status, answers: ran.stdout.split('\n').slice(0, -1) };
}

const vectors = ['published.jsonl', 'sdk-rpc1.jsonl', 'sdk-acs3.jsonl', 'wrong.jsonl'].flatMap((file) =>
  fs.readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)));
check(vectors.length === 17 + 80 + 61 + 8, `there are ${vectors.length} vectors`);

const good = run(vectors.map((vector) => JSON.stringify(vector.in)));
check(good.status === 0, `exit code ${good.status} for good lines`);
check(good.answers.length === vectors.length, `${good.answers.length} answers`);
vectors.forEach((vector, i) => check(good.answers[i] === JSON.stringify(vector.out), vector.name));

const first = JSON.stringify(vectors[0].in);
const bad = ['nonsense', '{"kind":"md5"}', '{"kind":"rpc1-sha1","method":"GET","secret":"hunter2"}', '[]', '', ' \t'];
const mixed = run([first, ...bad, first]);
check(mixed.status === 2, `exit code ${mixed.status} for bad lines`);
check(mixed.answers.length === bad.length + 2, `${mixed.answers.length} answers to good and bad lines`);
check(mixed.answers[0] === JSON.stringify(vectors[0].out), 'a good line before bad ones');
check(mixed.answers.at(-1) === mixed.answers[0], 'a good line after bad ones');
for (const answer of mixed.answers.slice(1, -1)) {
  const { error } = JSON.parse(answer);
  check(typeof error === 'string' && error.endsWith('.') && !error.includes('hunter2'), `a sentence: ${answer}`);
}

console.log(`${vectors.length} vectors, ${failures} failures`);
process.exitCode = failures ? 1 : 0;
