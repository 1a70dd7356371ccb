// Clients that nobody here wrote, unmodified from npm, against the emulator over sockets: @alicloud/pop-core signs by
// RPC v1, @alicloud/openapi-core by ACS3. What they decode must be what `dds` decodes.
//
// From CTest: DDS_BIN, the dds program.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const { RPCClient } = require('@alicloud/pop-core');
const { default: OpenApi, $OpenApiUtil } = require('@alicloud/openapi-core');

const program = process.env.DDS_BIN;
const key = { id: 'testid', secret: 'testsecret', token: '' };
const temporary = { id: 'STS.testid', secret: 'teststssecret', token: 'CAIS+test/token==' };
const orders = 'dds-bp1a7f3c9d2e5b81'; // replica set on a local disk

function startEmulator() {
  const child = spawn(program, ['emulator', '--port', '0', '--clock-rate', '600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`dds emulator ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/(127\.0\.0\.1:\d+)/.exec(line);
      if (found) resolve({ authority: found[1], stop: () => child.kill('SIGTERM') });
    });
  });
}

// Each gives the decoded answer, or throws an error with the service's `code`.
function popCore(authority, { id, secret, token }, method) {
  const client = new RPCClient({
    endpoint: `http://${authority}`, apiVersion: '2015-12-01', accessKeyId: id, accessKeySecret: secret,
    ...(token && { securityToken: token }),
  });
  return (action, parameters = {}) => client.request(action, parameters, { method, timeout: 20_000 });
}

function openApiCore(authority, { id, secret, token }) {
  const client = new OpenApi(new $OpenApiUtil.Config({
    accessKeyId: id, accessKeySecret: secret, endpoint: authority, protocol: 'http', ...(token && { securityToken: token }),
  }));
  return async (action, parameters = {}) => {
    const query = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    const params = new $OpenApiUtil.Params({
      action, version: '2015-12-01', protocol: 'HTTP', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC',
      reqBodyType: 'formData', bodyType: 'json',
    });
    return (await client.callApi(params, new $OpenApiUtil.OpenApiRequest({ query }), {})).body;
  };
}

async function dds(authority, scheme, ...what) {
  const { stdout } = await promisify(execFile)(
    program, [...what, '--scheme', scheme, '--output', 'json', '--endpoint', `http://${authority}`],
    { env: { PATH: process.env.PATH, HOME: '/nonexistent', ALIBABA_CLOUD_ACCESS_KEY_ID: key.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret } });
  return JSON.parse(stdout);
}

// What differs from call to call.
const settled = ({ RequestId, ...rest }) => {
  assert.match(RequestId, /^[0-9A-F-]{36}$/);
  return JSON.parse(JSON.stringify(rest)); // one client makes objects without a prototype
};

async function decodesTheSame(call, authority, scheme) {
  const calls = [
    ['DescribeRegions', {}],
    ['DescribeDBInstances', { RegionId: 'cn-hangzhou', PageSize: 30 }],
    ['DescribeDBInstances', { DBInstanceDescription: '库存 +*~/\'()!' }],
    ['DescribeDBInstanceAttribute', { DBInstanceId: orders }],
    ['DescribeBackupPolicy', { DBInstanceId: orders }],
  ];
  for (const [action, parameters] of calls) {
    const theirs = settled(await call(action, parameters));
    const flags = Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, String(value)]);
    assert.deepEqual(theirs, settled(await dds(authority, scheme, action, ...flags)), `${action} is decoded alike`);
  }
}

async function followsABackup(call) {
  const started = await call('CreateBackup', { DBInstanceId: orders, BackupMethod: 'Logical' });
  assert.match(started.BackupJobId, /^\d+$/);
  await assert.rejects(() => call('CreateBackup', { DBInstanceId: orders }), { code: /BackupJobExists/ });
  for (;;) {
    const { BackupJobs: jobs } = await call('DescribeBackupTasks', { DBInstanceId: orders });
    const list = Array.isArray(jobs) ? jobs : jobs.BackupJob;
    const job = list.find((one) => String(one.BackupjobId ?? one.BackupJobId) === started.BackupJobId);
    if (!job || job.BackupSetStatus === 'Finished') break;
    assert.match(job.BackupSetStatus, /^(Scheduled|Checking|Backuping)$/);
  }
  // A set shows up some time after its job is finished.
  let sets = [];
  while (sets.length === 0 || sets[0].BackupStatus !== 'Success') {
    sets = (await call('DescribeBackups', { DBInstanceId: orders, BackupJobId: started.BackupJobId })).Backups.Backup;
    assert.ok(sets.length <= 1);
  }
  assert.equal(sets[0].BackupMode, 'Manual');
}

// `dds` prints the answers above as they came; sets of backups it reads, as the console does.
async function readsTheSameSets(call, authority, scheme) {
  const list = async () => (await call('DescribeBackups', { DBInstanceId: orders, PageSize: 100 })).Backups.Backup;
  // The emulator's days are short: an automatic backup may end between two looks.
  let theirs, sets;
  do {
    theirs = await list();
    [{ sets }] = await dds(authority, scheme, 'backups', orders);
  } while (JSON.stringify(theirs) !== JSON.stringify(await list()));
  assert.ok(theirs.length > 0);
  const asOurs = (one) => ({
    backup_id: String(one.BackupId), job_id: String(one.BackupJobId), status: one.BackupStatus, mode: one.BackupMode,
    method: one.BackupMethod, type: one.BackupType, size_bytes: Number(one.BackupSize), started: one.BackupStartTime,
    ended: one.BackupEndTime, expires: one.BackupExpireTime, available: Boolean(one.IsAvail),
    duration_seconds: (Date.parse(one.BackupEndTime) - Date.parse(one.BackupStartTime)) / 1000, node_id: '',
  });
  const byId = (list) => [...list].sort((a, b) => (a.backup_id < b.backup_id ? -1 : 1));
  assert.deepEqual(byId(sets), byId(theirs.map(asOurs)));
}

async function pages(call) {
  const ids = [];
  for (let page = 1; ; page++) {
    const answer = await call('DescribeDBInstances', { RegionId: 'cn-hangzhou', PageNumber: page, PageSize: 30 });
    ids.push(...answer.DBInstances.DBInstance.map((one) => one.DBInstanceId));
    if (ids.length >= answer.TotalCount) {
      assert.equal(ids.length, answer.TotalCount);
      break;
    }
  }
  assert.ok(ids.includes(orders));
  assert.equal(new Set(ids).size, ids.length);
}

async function isRefused(call, wrongSecret) {
  await assert.rejects(() => call('DescribeBackups', { DBInstanceId: 'dds-nobody' }), { code: 'InvalidDBInstanceId.NotFound' });
  await assert.rejects(() => call('DescribeBackups'), { code: /MissingDBInstanceId|MissingParameter/ });
  await assert.rejects(() => call('NoSuchAction'), { code: 'InvalidAction' });
  await assert.rejects(() => wrongSecret('DescribeRegions'), { code: 'SignatureDoesNotMatch' });
}

const clients = [
  ['pop-core, GET', (authority, who) => popCore(authority, who, 'GET'), 'rpc-v1'],
  ['pop-core, POST', (authority, who) => popCore(authority, who, 'POST'), 'rpc-v1'],
  ['openapi-core', openApiCore, 'acs3'],
];

let failed = 0;
for (const [name, connect, scheme] of clients) {
  const emulator = await startEmulator();
  const call = connect(emulator.authority, key);
  const parts = {
    'decodes the same as dds': () => decodesTheSame(call, emulator.authority, scheme),
    'follows a backup to its end': () => followsABackup(call),
    'reads the same sets as dds': () => readsTheSameSets(call, emulator.authority, scheme),
    'reads every page': () => pages(call),
    'is refused by code': () => isRefused(call, connect(emulator.authority, { ...key, secret: 'wrong' })),
    'passes with a temporary key': () => connect(emulator.authority, temporary)('DescribeRegions').then(settled),
  };
  for (const [what, part] of Object.entries(parts)) {
    try {
      await part();
      console.log(`ok: ${name} ${what}`);
    } catch (error) {
      failed++;
      console.log(`FAILED: ${name} ${what}\n${error.stack}`);
    }
  }
  emulator.stop();
}
process.exitCode = failed ? 1 : 0;
