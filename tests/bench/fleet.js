// A fleet of 1,000 instances: `dds backup` against `dds emulator` over sockets, on a clock that runs faster. Gives how
// long it took beside the ideal (every place of --at-once always filled with a running backup), the requests a second,
// the client's peak memory, and whether the emulator saw each backup exactly once.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createInterface } = require('node:readline');

const kInstances = 1000;
const kClockRate = 60;
const kAtOnce = 200;

function startEmulator(program) {
  const child = spawn(program, ['emulator', '--port', '0', '--clock-rate', String(kClockRate), '--control',
    '--instances', String(kInstances)], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    const said = {};
    child.once('exit', (code) => reject(new Error(`dds emulator ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (origin && !said.origin) said.origin = origin[0];
      const id = /ALIBABA_CLOUD_ACCESS_KEY_ID=(\S+)/.exec(line);
      if (id) said.id = id[1];
      const secret = /ALIBABA_CLOUD_ACCESS_KEY_SECRET=(\S+)/.exec(line);
      if (secret) resolve({ ...said, secret: secret[1], stop: () => child.kill('SIGTERM') });
    });
  });
}

// The most memory that the process has had so far, in KB; it only grows, so that the last look before the end counts.
function peakMemory(pid, before) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
  } catch {
    return before;
  }
}

function backUp(program, emulator, list, journal) {
  const began = process.hrtime.bigint();
  const child = spawn(program, ['backup', '--file', list, '--journal', journal, '--at-once', String(kAtOnce), '--poll', '1',
    '--output', 'json'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.secret,
      ALIBABA_CLOUD_ENDPOINT: emulator.origin },
  });
  let complaint = '';
  child.stderr.on('data', (data) => { complaint = (complaint + data).slice(-2000); });
  let peak = 0;
  const look = setInterval(() => { peak = peakMemory(child.pid, peak); }, 20);
  return new Promise((resolve, reject) => child.once('exit', (code) => {
    clearInterval(look);
    if (code !== 0) reject(new Error(`dds backup ended with ${code}: ${complaint.trim().split('\n').pop()}`));
    else resolve({ seconds: Number(process.hrtime.bigint() - began) / 1e9, peak_kb: peak });
  }));
}

const milliseconds = (time) => (typeof time === 'number' ? time : Date.parse(time));

// What the emulator did, from its own records: how often each instance was backed up, and how long the jobs took.
function judge(ids, effects, state) {
  const ended = new Map();
  for (const instance of state.instances) {
    for (const set of instance.sets) ended.set(set.job, Math.max(ended.get(set.job) || 0, milliseconds(set.ended)));
  }
  const times = new Map(ids.map((id) => [id, 0]));
  let worked = 0;
  for (const effect of effects.filter((one) => one.action === 'CreateBackup')) {
    times.set(effect.instance, (times.get(effect.instance) || 0) + 1);
    worked += ended.get(effect.job) - milliseconds(effect.at);
  }
  const counts = [...times.values()];
  return {
    lost: counts.filter((count) => count === 0).length,
    twice: counts.filter((count) => count > 1).length,
    ideal_seconds: worked / 1000 / kClockRate / kAtOnce,
  };
}

async function measure(program) {
  const emulator = await startEmulator(program);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dds-fleet-'));
  try {
    const control = async (what) => (await fetch(`${emulator.origin}/control/${what}`)).text();
    const ids = JSON.parse(await control('instances'))
      .filter((one) => one.status === 'Running' && one.lock === 'Unlock' && one.region === 'cn-hangzhou')
      .map((one) => one.instance).slice(0, kInstances);
    const list = path.join(folder, 'ids.txt');
    fs.writeFileSync(list, ids.join('\n') + '\n');
    const ran = await backUp(program, emulator, list, path.join(folder, 'fleet.journal'));
    const { requests } = JSON.parse(await control('requests'));
    const effects = (await control('effects')).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const judged = judge(ids, effects, JSON.parse(await control('state')).state.account);
    return { ...ran, ...judged, instances: ids.length, requests, at_once: kAtOnce, clock_rate: kClockRate };
  } finally {
    emulator.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

module.exports = { measure };

if (require.main === module) {
  measure(process.argv[2]).then((figures) => console.log(JSON.stringify(figures)), (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
