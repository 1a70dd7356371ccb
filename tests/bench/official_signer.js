// The signers of the official Node clients. @alicloud/pop-core (RPC v1): its own functions, as its request() calls them;
// the module exports the client only, so its source is loaded once more with the inner functions beside it.
// @alicloud/openapi-core (ACS3): its Utils, as doRPCRequest calls them.
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

const { OpenApiUtil } = require('@alicloud/openapi-core');

/** From query, headers and body to the Authorization header. The payload's hash is among the signed headers. */
function signAcs3() {
  const hash = OpenApiUtil.hash(Buffer.from(''), 'ACS3-HMAC-SHA256').toString('hex');
  const request = {
    method: 'POST', pathname: '/',
    query: { DBInstanceId: 'dds-bp1234567890abcd', BackupMethod: 'Logical', BackupRetentionPeriod: '30' },
    headers: {
      host: 'mongodb.aliyuncs.com', 'x-acs-version': '2015-12-01', 'x-acs-action': 'CreateBackup',
      'x-acs-date': '2024-01-01T00:20:34Z', 'x-acs-signature-nonce': 'c9f5731c3933555683dd2a947bb35ea7',
      accept: 'application/json',
    },
  };
  return OpenApiUtil.getAuthorization(request, 'ACS3-HMAC-SHA256', hash, 'testAccessKeyId', 'testAccessKeySecret');
}

/** Nanoseconds of one call, best of many batches, after the engine has compiled it. */
function best(call) {
  const batch = () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 250; i++) call();
    return Number(process.hrtime.bigint() - start) / 250;
  };
  for (let i = 0; i < 100; i++) batch();
  let least = Infinity;
  for (let i = 0; i < 200; i++) least = Math.min(least, batch());
  return least;
}

function measure() {
  const rpc = () => sign('GET', parameters, 'testAccessKeySecret');
  return { signature: rpc(), sign_ns: best(rpc), acs3_authorization: signAcs3(), acs3_sign_ns: best(signAcs3) };
}

module.exports = { measure, sign, parameters };
