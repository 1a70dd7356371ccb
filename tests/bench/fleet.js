// Fleets of 1,000 instances: `dds backup` and `dds coverage` against `dds emulator` over sockets, on a clock that runs
// faster, without throttling and under the documented quotas. Gives how long it took beside the ideal, the requests a
// second, the client's peak memory, and whether the emulator saw each backup exactly once.
//
// The ideal without throttling: every place of --at-once always filled with a running backup. Under quotas: no action
// called oftener than it may be (what a quota has saved up comes at once), and after the last CreateBackup its job.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createInterface } = require('node:readline');

const kInstances = 1000;
const kClockRate = 20;
const kAtOnce = 200;
// Five seconds of the service's clock, as by default: a job is looked at as often, for its length, as a real one.
const kPoll = String(5 / kClockRate);

// As core/emulator/quotas.cpp has them, for what these commands call. [calls, seconds]
const kQuotas = { CreateBackup: [200, 60] };
const kQuotaOfReads = [100, 1];

function startEmulator(program, more) {
  const child = spawn(program, ['emulator', '--port', '0', '--clock-rate', String(kClockRate), '--control',
    '--instances', String(kInstances), ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
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

function run(program, emulator, args, mayEndWith) {
  const began = process.hrtime.bigint();
  const child = spawn(program, [...args, '--output', 'json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.secret,
      ALIBABA_CLOUD_ENDPOINT: emulator.origin },
  });
  let complaint = '';
  let out = '';
  child.stderr.on('data', (data) => { complaint = (complaint + data).slice(-2000); });
  child.stdout.on('data', (data) => { out += data; });
  let peak = 0;
  const look = setInterval(() => { peak = peakMemory(child.pid, peak); }, 20);
  return new Promise((resolve, reject) => child.once('close', (code) => {
    clearInterval(look);
    if (!mayEndWith.includes(code)) reject(new Error(`dds ${args[0]} ended with ${code}: ${complaint.trim().split('\n').pop()}`));
    else resolve({ seconds: Number(process.hrtime.bigint() - began) / 1e9, peak_kb: peak, out });
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
  let longest = 0;
  for (const effect of effects.filter((one) => one.action === 'CreateBackup')) {
    times.set(effect.instance, (times.get(effect.instance) || 0) + 1);
    const one = ended.get(effect.job) - milliseconds(effect.at);
    worked += one;
    longest = Math.max(longest, one);
  }
  const counts = [...times.values()];
  return {
    lost: counts.filter((count) => count === 0).length,
    twice: counts.filter((count) => count > 1).length,
    busy_seconds: worked / 1000 / kClockRate / kAtOnce,
    job_seconds: longest / 1000 / kClockRate,
  };
}

// So many calls of an action take at least so long; `needed` where more were made than have to be.
function quotaSeconds(actions, needed = {}) {
  let longest = 0;
  for (const [action, { let_through: made }] of Object.entries(actions)) {
    const [calls, seconds] = kQuotas[action] || kQuotaOfReads;
    longest = Math.max(longest, (Math.min(made, needed[action] ?? made) - calls) * seconds / calls);
  }
  return longest;
}

const sum = (actions, what) => Object.values(actions).reduce((all, one) => all + one[what], 0);

async function withEmulator(program, more, work) {
  const emulator = await startEmulator(program, more);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dds-fleet-'));
  const control = async (what) => (await fetch(`${emulator.origin}/control/${what}`)).text();
  try {
    return await work(emulator, control, folder);
  } finally {
    emulator.stop();
    fs.rmSync(folder, { recursive: true });
  }
}

async function backUp(program, more) {
  return withEmulator(program, more, async (emulator, control, folder) => {
    const ids = JSON.parse(await control('instances'))
      .filter((one) => one.status === 'Running' && one.lock === 'Unlock' && one.region === 'cn-hangzhou')
      .map((one) => one.instance).slice(0, kInstances);
    const list = path.join(folder, 'ids.txt');
    fs.writeFileSync(list, ids.join('\n') + '\n');
    const ran = await run(program, emulator, ['backup', '--file', list, '--journal', path.join(folder, 'fleet.journal'),
      '--at-once', String(kAtOnce), '--poll', kPoll], [0]);
    const { requests, actions } = JSON.parse(await control('requests'));
    const effects = (await control('effects')).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    const judged = judge(ids, effects, JSON.parse(await control('state')).state.account);
    let ideal = judged.busy_seconds;
    if (actions) {
      // A job is looked for before CreateBackup and once when it has ended; all further looks are a courtesy.
      const needed = { DescribeBackupTasks: 2 * ids.length, DescribeBackups: ids.length };
      ideal = Math.max(ideal, quotaSeconds(actions, needed) + judged.job_seconds);
    }
    return { ...ran, out: '', ...judged, ideal_seconds: ideal, instances: ids.length, requests,
      throttled: actions ? sum(actions, 'throttled') : 0, at_once: kAtOnce, clock_rate: kClockRate };
  });
}

async function cover(program, more) {
  return withEmulator(program, more, async (emulator, control) => {
    const ran = await run(program, emulator, ['coverage', '--region', 'cn-hangzhou'], [0, 5]);
    const { actions } = JSON.parse(await control('requests'));
    const instances = JSON.parse(ran.out).instances;
    return { ...ran, out: '', instances: instances.length, ideal_seconds: quotaSeconds(actions),
      unknown: instances.filter((one) => one.state === 'unknown').length,
      let_through: sum(actions, 'let_through'), throttled: sum(actions, 'throttled') };
  });
}

async function measure(program) {
  return {
    free: await backUp(program, []),
    quotas: await backUp(program, ['--throttle', 'documented']),
    coverage: await cover(program, ['--throttle', 'documented']),
  };
}

module.exports = { measure };

if (require.main === module) {
  const [, , program, part] = process.argv;
  const parts = { free: () => backUp(program, []), quotas: () => backUp(program, ['--throttle', 'documented']),
    coverage: () => cover(program, ['--throttle', 'documented']) };
  (part ? parts[part]() : measure(program)).then((figures) => console.log(JSON.stringify(figures)), (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
