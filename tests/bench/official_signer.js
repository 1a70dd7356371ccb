// The signer of the official Node client, @alicloud/pop-core: its own functions, as its request() calls them. The
// module exports the client only, so its source is loaded once more with the inner functions beside it.
'use strict';
const fs = require('node:fs');
const Module = require('node:module');
const { createRequire } = Module;

const path = require.resolve('@alicloud/pop-core/lib/rpc.js');
const loaded = new Module(path);
loaded.filename = path;
loaded.paths = Module._nodeModulePaths(path);
loaded._compile(fs.readFileSync(path, 'utf8') + '\nmodule.exports.inner = { encode, normalize, canonicalize };\n', path);
const { encode, normalize, canonicalize } = loaded.exports.inner;
const kitx = createRequire(path)('kitx');

/** The request of core_bench.cpp, parameter by parameter. */
const parameters = {
  Action: 'CreateBackup', Format: 'JSON', Timestamp: '2024-01-01T00:20:34Z', Version: '2015-12-01',
  SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0', SignatureNonce: 'c9f5731c3933555683dd2a947bb35ea7',
  AccessKeyId: 'testAccessKeyId', DBInstanceId: 'dds-bp1234567890abcd', BackupMethod: 'Logical',
  BackupRetentionPeriod: '30',
};

/** From a set of parameters to the signature: steps 1 to 2.2 of request(). */
function sign(method, params, secret) {
  const normalized = normalize(params);
  const canonicalized = canonicalize(normalized);
  const stringToSign = `${method}&${encode('/')}&${encode(canonicalized)}`;
  return kitx.sha1(stringToSign, secret + '&', 'base64');
}

/** Nanoseconds of one signature, best of many batches, after the engine has compiled it. */
function measure() {
  const batch = () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 250; i++) sign('GET', parameters, 'testAccessKeySecret');
    return Number(process.hrtime.bigint() - start) / 250;
  };
  for (let i = 0; i < 100; i++) batch();
  let best = Infinity;
  for (let i = 0; i < 200; i++) best = Math.min(best, batch());
  return { signature: sign('GET', parameters, 'testAccessKeySecret'), sign_ns: best };
}

module.exports = { measure, sign, parameters };
