// Samples in the languages that are run from their source: Python, Node.js, PHP.
#include "core/api/sample_parts.h"

namespace dds::api::samples {
namespace {

constexpr std::string_view kPython = R"code(#!/usr/bin/env python3
@{head}import json
import os

from alibabacloud_tea_openapi import models as open_api
from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_util import models as util

client = Client(open_api.Config(
    access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
    access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    security_token=os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),
    endpoint=@{authority},
    protocol=@{protocol},
))
params = open_api.Params(
    action=@{action},
    version="2015-12-01",
    protocol=@{protocol},
    method="@{method}",
    auth_type="AK",
    style="RPC",
    pathname="/",
    req_body_type="formData",
    body_type="json",
)
request = open_api.OpenApiRequest(query={
@{parameters}})
answer = client.call_api(params, request, util.RuntimeOptions())
print(json.dumps(answer["body"], indent=2, ensure_ascii=False))
)code";

constexpr std::string_view kPythonStandard = R"code(#!/usr/bin/env python3
@{head}import base64
import datetime
import hashlib
import hmac
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid


def encode(text):
    return urllib.parse.quote(text, safe="-_.~")


def joined(parameters):
    return "&".join(encode(name) + "=" + encode(value) for name, value in sorted(parameters.items()))


parameters = {
    "AccessKeyId": os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
    "Action": @{action},
    "Format": @{format},
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": str(uuid.uuid4()),
    "SignatureVersion": "1.0",
    "Timestamp": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "Version": "2015-12-01",
@{parameters}}
if os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"):
    parameters["SecurityToken"] = os.environ["ALIBABA_CLOUD_SECURITY_TOKEN"]

to_sign = "@{method}&%2F&" + encode(joined(parameters))
key = os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] + "&"
digest = hmac.new(key.encode(), to_sign.encode(), hashlib.sha1).digest()
parameters["Signature"] = base64.b64encode(digest).decode()

request = urllib.request.Request(@{url}@{request}, method="@{method}")
try:
    with urllib.request.urlopen(request, timeout=30) as answer:
        sys.stdout.buffer.write(answer.read() + b"\n")
except urllib.error.HTTPError as refusal:
    sys.exit(refusal.read().decode())
)code";

// What Node.js and TypeScript have in common where a call is not typed.
constexpr std::string_view kGenericNode =
    R"code(@{head}import openApiCore from '@alicloud/openapi-core';

const { default: Client, $OpenApiUtil } = openApiCore;

const client = new Client(new $OpenApiUtil.Config({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN,
  endpoint: @{authority},
  protocol: @{protocol},
}));
const params = new $OpenApiUtil.Params({
  action: @{action},
  version: '2015-12-01',
  protocol: @{protocol},
  method: '@{method}',
  authType: 'AK',
  style: 'RPC',
  pathname: '/',
  reqBodyType: 'formData',
  bodyType: 'json',
});
const query = {
@{parameters}};
const answer = await client.callApi(params, new $OpenApiUtil.OpenApiRequest({ query }), {});
console.log(JSON.stringify(answer.body, null, 2));
)code";

constexpr std::string_view kPhp = R"code(<?php
@{head}
require __DIR__ . '/vendor/autoload.php';

use AlibabaCloud\Tea\Utils\Utils\RuntimeOptions;
use Darabonba\OpenApi\Models\Config;
use Darabonba\OpenApi\Models\OpenApiRequest;
use Darabonba\OpenApi\Models\Params;
use Darabonba\OpenApi\OpenApiClient;

$client = new OpenApiClient(new Config([
    'accessKeyId' => getenv('ALIBABA_CLOUD_ACCESS_KEY_ID'),
    'accessKeySecret' => getenv('ALIBABA_CLOUD_ACCESS_KEY_SECRET'),
    'securityToken' => getenv('ALIBABA_CLOUD_SECURITY_TOKEN') ?: null,
    'endpoint' => @{authority},
    'protocol' => @{protocol},
]));
$params = new Params([
    'action' => @{action},
    'version' => '2015-12-01',
    'protocol' => @{protocol},
    'method' => '@{method}',
    'authType' => 'AK',
    'style' => 'RPC',
    'pathname' => '/',
    'reqBodyType' => 'formData',
    'bodyType' => 'json',
]);
$request = new OpenApiRequest(['query' => [
@{parameters}]]);
$answer = $client->callApi($params, $request, new RuntimeOptions([]));
echo json_encode($answer['body'], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
)code";

std::string protocol(const Sample& sample, Quoting quoting) {
  return quoted(quoting, sample.endpoint.scheme == "https" ? "HTTPS" : "HTTP");
}

std::string script(std::string_view text, const Sample& sample, Quoting quoting,
                   const std::string& head_lines, const std::string& parameters) {
  return fill(text, {{"head", head_lines},
                     {"action", quoted(quoting, sample.action)},
                     {"format", quoted(quoting, sample.format)},
                     {"authority", quoted(quoting, sample.authority())},
                     {"protocol", protocol(sample, quoting)},
                     {"url", quoted(quoting, sample.url())},
                     {"method", sample.method()},
                     {"request", sample.by_get() ? " + \"?\" + joined(parameters)"
                                                 : ", data=joined(parameters).encode()"},
                     {"parameters", parameters}});
}

std::string python_parameters(const Sample& sample) {
  return value_lines(sample, {Quoting::Python, "    ", ": ", ",\n", "os.environ[\"@{variable}\"]"});
}

}  // namespace

Result<std::string> python(const Sample& sample) {
  return script(
      kPython, sample, Quoting::Python,
      head(sample, "#", "pip install 'alibabacloud_tea_openapi<0.4' alibabacloud_tea_util", true),
      python_parameters(sample));
}

Result<std::string> python_standard(const Sample& sample) {
  return script(kPythonStandard, sample, Quoting::Python,
                head(sample, "#", "Needs Python 3.7 alone.") + rpc_remark(sample, "#"),
                python_parameters(sample));
}

Result<std::string> node(const Sample& sample) {
  return script(
      kGenericNode, sample, Quoting::JavaScript,
      head(sample, "//",
           "npm install @alicloud/openapi-core; save it as a file that ends in .mjs."),
      value_lines(sample, {Quoting::JavaScript, "  ", ": ", ",\n", "process.env.@{variable}"}));
}

Result<std::string> php(const Sample& sample) {
  return script(
      kPhp, sample, Quoting::Php,
      head(sample, "//", "composer require alibabacloud/darabonba-openapi:^0.2", true),
      value_lines(sample, {Quoting::Php, "    ", " => ", ",\n", "getenv('@{variable}')"}));
}

}  // namespace dds::api::samples
