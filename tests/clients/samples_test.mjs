// What `dds sample` writes is run as it is, against the emulator over sockets: by sh with curl and openssl, by node, by
// python3, compiled by c++, and by dds itself. Their answers must be those of `dds <Action>`.
//
// From CTest: DDS_BIN, the dds program. A program that is not installed is named; its samples then count as not run.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = process.env.DDS_BIN;
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const orders = 'dds-bp1a7f3c9d2e5b81'; // replica set on a local disk
const hostile = '库存 "a" \'b\' $HOME `id` ${x} $(id) %s \\n \\\\ &=+*~!?# @{url} 😀\nline\ttab\\';
const permanent = { id: 'testid', secret: 'testsecret', token: '' };
const temporary = { id: 'STS.testid', secret: 'teststssecret', token: 'CAIS+test/token==' };

const folder = mkdtempSync(join(tmpdir(), 'dds-samples-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

function startEmulator() {
  const child = spawn(program, ['emulator', '--port', '0', '--clock-rate', '600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`dds emulator ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) resolve({ url: found[0], stop: () => child.kill('SIGTERM') });
    });
  });
}

const environment = ({ id, secret, token }, more = {}) => ({
  PATH: `${dirname(program)}:${process.env.PATH}`, HOME: folder, ALIBABA_CLOUD_ACCESS_KEY_ID: id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret, ...(token && { ALIBABA_CLOUD_SECURITY_TOKEN: token }), ...more,
});

// No key in its environment: none is needed.
async function sample(language, action, parameters, endpoint) {
  const flags = Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await promisify(execFile)(
    program, ['sample', action, '--language', language, ...flags, '--endpoint', endpoint], { env: { PATH: process.env.PATH } });
  return stdout;
}

const programs = {
  curl: { needs: ['sh', 'curl', 'openssl'], run: 'sh', ending: 'sh' },
  dds: { needs: ['sh'], run: 'sh', ending: 'sh' },
  node: { needs: ['node'], run: process.execPath, ending: 'mjs' },
  cpp: { needs: ['c++'], run: 'sh', ending: 'cpp' },
  'python-standard': { needs: ['python3'], run: 'python3', ending: 'py' },
};

const found = (command) => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', command]).status === 0;

async function compiled(file) {
  const made = file.replace(/\.cpp$/, '');
  await promisify(execFile)('c++', ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-o', made, file, '-lcurl', '-lcrypto']);
  return made;
}

// The development files of curl and OpenSSL are not needed to build dds everywhere.
const headersMissing = (language) => language === 'cpp' && spawnSync('c++', ['-E', '-x', 'c++', '-'], {
  input: '#include <curl/curl.h>\n#include <openssl/hmac.h>\n',
}).status !== 0;

let files = 0;
async function runs(language, action, parameters, endpoint, who, more) {
  const file = join(folder, `sample${++files}.${programs[language].ending}`);
  writeFileSync(file, await sample(language, action, parameters, endpoint));
  const words = language === 'cpp' ? ['-c', '"$1"', 'sh', await compiled(file)] : [file];
  const { stdout } = await promisify(execFile)(programs[language].run, words, { env: environment(who, more) });
  return JSON.parse(stdout);
}

// What differs from call to call.
const settled = ({ RequestId, ...rest }) => {
  assert.match(RequestId, /^[0-9A-F-]{36}$/);
  return rest;
};

async function asDds(url, action, parameters) {
  const flags = Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await promisify(execFile)(
    program, [action, ...flags, '--output', 'json', '--endpoint', url], { env: environment(permanent) });
  return settled(JSON.parse(stdout));
}

async function readsRegions(language, url) {
  const answer = settled(await runs(language, 'DescribeRegions', {}, url, permanent));
  assert.ok(answer.Regions.DdsRegion.length > 10);
  assert.deepEqual(answer, await asDds(url, 'DescribeRegions', {}));
}

// Stands before the emulator, which takes what it gets only with a right signature, and keeps the parameters that came.
async function startRecorder(url) {
  const seen = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const query = new URL(incoming.url, url).searchParams;
    seen.push(Object.fromEntries([...query, ...new URLSearchParams(Buffer.concat(chunks).toString())]));
    const options = { method: incoming.method, headers: incoming.headers };
    const forwarded = request(new URL(incoming.url, url), options, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.end(Buffer.concat(chunks));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, seen, stop: () => server.close() };
}

async function passesAnyText(language, url) {
  const recorder = await startRecorder(url);
  const wanted = { DBInstanceDescription: hostile, RegionId: 'cn-hangzhou' };
  try {
    const answer = settled(await runs(language, 'DescribeDBInstances', wanted, recorder.url, permanent));
    assert.equal(recorder.seen.length, 1);
    assert.equal(recorder.seen[0].DBInstanceDescription, hostile);
    assert.deepEqual(answer, await asDds(url, 'DescribeDBInstances', wanted));
  } finally {
    recorder.stop();
  }
}

async function startsABackup(language, url) {
  const answer = settled(await runs(language, 'CreateBackup', { DBInstanceId: orders, BackupMethod: 'Logical' }, url, permanent));
  assert.match(answer.BackupJobId, /^\d+$/);
  const { BackupJobs: jobs } = await asDds(url, 'DescribeBackupTasks', { DBInstanceId: orders });
  const { Backups: sets } = await asDds(url, 'DescribeBackups', { DBInstanceId: orders, BackupJobId: answer.BackupJobId });
  assert.ok(JSON.stringify(jobs).includes(answer.BackupJobId) || sets.Backup.length === 1, 'the job is there');
}

async function fails(language, url) {
  const wrong = { ...permanent, secret: 'wrong' };
  await assert.rejects(() => runs(language, 'DescribeRegions', {}, url, wrong), (error) => {
    assert.notEqual(error.code, 0);
    assert.match(error.stdout + error.stderr, /SignatureDoesNotMatch/);
    return true;
  });
}

async function takesAPasswordFromTheEnvironment(language, url) {
  const parameters = { AccountName: 'root', AccountPassword: '-', DBInstanceId: orders };
  const text = await sample(language, 'ResetAccountPassword', parameters, url);
  assert.match(text, /DDS_ACCOUNT_PASSWORD/);
  settled(await runs(language, 'ResetAccountPassword', parameters, url, permanent, { DDS_ACCOUNT_PASSWORD: 'Passw0rd!$x' }));
}

let failed = 0;
async function check(what, part) {
  try {
    await part();
    console.log(`ok: ${what}`);
  } catch (error) {
    failed++;
    console.log(`FAILED: ${what}\n${error.stack}\n${error.stderr ?? ''}`);
  }
}

for (const [language, { needs }] of Object.entries(programs)) {
  const missing = needs.filter((command) => !found(command));
  if (missing.length > 0) {
    console.log(`not run: ${language}, because there is no ${missing.join(' and no ')}`);
    continue;
  }
  if (headersMissing(language)) {
    console.log(`not run: ${language}, because the headers of curl or OpenSSL are not installed`);
    continue;
  }
  const emulator = await startEmulator();
  await check(`${language} reads the regions`, () => readsRegions(language, emulator.url));
  await check(`${language} reads them with a temporary key`, async () =>
    settled(await runs(language, 'DescribeRegions', {}, emulator.url, temporary)));
  await check(`${language} passes any text on`, () => passesAnyText(language, emulator.url));
  await check(`${language} starts a backup`, () => startsABackup(language, emulator.url));
  await check(`${language} takes a password from the environment`, () => takesAPasswordFromTheEnvironment(language, emulator.url));
  await check(`${language} fails where the service refuses`, () => fails(language, emulator.url));
  emulator.stop();
}

// The official SDK of Python is not installed here; that its sample is Python at all can be seen without it.
if (found('python3')) {
  await check('python is Python', async () => {
    const file = join(folder, 'official.py');
    writeFileSync(file, await sample('python', 'DescribeDBInstances', { DBInstanceDescription: hostile }, 'mongodb.aliyuncs.com'));
    await promisify(execFile)('python3', ['-m', 'py_compile', file]);
  });
} else {
  console.log('not run: python, because there is no python3');
}

// Wrong input: one sentence on stderr, nothing on stdout, code 2.
async function isRefused(part, ...words) {
  await assert.rejects(() => promisify(execFile)(program, ['sample', ...words], { env: { PATH: process.env.PATH } }), (error) => {
    assert.equal(error.code, 2);
    assert.equal(error.stdout, '');
    assert.match(error.stderr, /^dds: [^\n]*\n$/);
    assert.ok(error.stderr.includes(part), error.stderr);
    return true;
  });
}

await check('wrong input is answered by what would be right', async () => {
  await isRefused('did you mean CreateBackup?', 'CreateBakup', '--language', 'curl');
  await isRefused('did you mean python?', 'CreateBackup', '--language', 'pyton');
  await isRefused('did you mean DBInstanceId?', 'CreateBackup', '--language', 'curl', '--DBInstanceID', 'x');
  await isRefused('--language curl', 'CreateBackup');
  await isRefused('Name one action', '--language', 'curl');
  await isRefused('Terraform has no resource for DescribeRegions', 'DescribeRegions', '--language', 'terraform');
  await isRefused('http is for this machine only', 'DescribeRegions', '--language', 'curl', '--endpoint', 'http://a.example');
});
await check('a password among the arguments is refused and not repeated', async () => {
  const words = ['CreateAccount', '--language', 'curl', '--AccountPassword', 'S3cr3t-of-mine'];
  await isRefused('write --AccountPassword -', ...words);
  await assert.rejects(() => promisify(execFile)(program, ['sample', ...words]), (error) => !error.stderr.includes('S3cr3t'));
});
await check('--list names all languages', async () => {
  const { stdout } = await promisify(execFile)(program, ['sample', '--list']);
  const names = stdout.trim().split('\n').slice(1).map((line) => line.split(' ')[0]);
  assert.equal(names.length, 13);
  for (const name of names.filter((one) => one !== 'terraform')) await sample(name, 'DescribeRegions', {}, 'mongodb.aliyuncs.com');
});

rmSync(folder, { recursive: true });
process.exitCode = failed ? 1 : 0;
