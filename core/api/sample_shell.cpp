// Samples for a POSIX shell: curl with openssl, and the two command lines.
#include <algorithm>

#include "core/api/sample_parts.h"

namespace dds::api::samples {
namespace {

constexpr std::string_view kCurl = R"code(#!/bin/sh
@{head}set -eu
: "${ALIBABA_CLOUD_ACCESS_KEY_ID:?is not set}" "${ALIBABA_CLOUD_ACCESS_KEY_SECRET:?is not set}"
@{wanted}
# Percent-encoding: letters, digits, - _ . ~ stay, every other byte becomes %XX.
encode() {
  printf '%s' "$1" | od -An -v -tu1 | LC_ALL=C awk '{
    for (i = 1; i <= NF; i++) {
      c = sprintf("%c", $i + 0)
      printf "%s", ($i < 128 && c ~ /[A-Za-z0-9._~-]/) ? c : sprintf("%%%02X", $i)
    }
  }'
}

query=
add() { query="$query${query:+&}$1=$(encode "$2")"; }

# The parameters, sorted by their names.
@{parameters}
# HMAC-SHA1 out of plain SHA-1: openssl takes the key of an HMAC among its arguments, which other users of this machine
# can read. printf is built into the shell.
sha1() { openssl dgst -sha1 -binary; }
bytes() { od -An -v -tu1; }
key=$(printf '%s&' "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" | bytes)
if [ "$(printf '%s' "$key" | wc -w)" -gt 64 ]; then
  key=$(printf '%s&' "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" | sha1 | bytes)
fi
pad() {
  length=0
  for byte in $key; do
    printf "\\$(printf '%03o' $((byte ^ $1)))"
    length=$((length + 1))
  done
  while [ "$length" -lt 64 ]; do
    printf "\\$(printf '%03o' "$1")"
    length=$((length + 1))
  done
}
hmac() { { pad 54; cat; } | sha1 | { pad 92; cat; } | sha1; }

signature=$(printf '%s' "@{method}&%2F&$(encode "$query")" | hmac | openssl base64 -A)
printf '%s' "$query&Signature=$(encode "$signature")" |
  curl --silent --show-error --fail-with-body --max-time 30 @{get}--data-binary @- @{url}
)code";

Status check(const Sample& sample) {
  for (const Value& value : sample.values) {
    if (value.text.find('\0') == std::string::npos) continue;
    return make_error(ErrorCode::InvalidText,
                      "The value of " + value.name +
                          " holds a NUL, which no shell can pass on; choose another language.",
                      value.name);
  }
  return std::nullopt;
}

struct Line {
  std::string name;
  std::string text;
};

std::string add_line(const std::string& name, const std::string& word) {
  return "add " + name + " " + word + "\n";
}

std::string curl_parameters(const Sample& sample) {
  std::vector<Line> lines{
      {"AccessKeyId", add_line("AccessKeyId", "\"$ALIBABA_CLOUD_ACCESS_KEY_ID\"")},
      {"Action", add_line("Action", shell_word(sample.action))},
      {"Format", add_line("Format", sample.format)},
      {"SecurityToken", "if [ -n \"${ALIBABA_CLOUD_SECURITY_TOKEN:-}\" ]; then\n  " +
                            add_line("SecurityToken", "\"$ALIBABA_CLOUD_SECURITY_TOKEN\"") +
                            "fi\n"},
      {"SignatureMethod", add_line("SignatureMethod", "HMAC-SHA1")},
      {"SignatureNonce", add_line("SignatureNonce", "\"$(openssl rand -hex 16)\"")},
      {"SignatureVersion", add_line("SignatureVersion", "1.0")},
      {"Timestamp", add_line("Timestamp", "\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\"")},
      {"Version", add_line("Version", std::string(kVersion))}};
  for (const Value& value : sample.values) {
    const std::string word =
        value.secret() ? "\"$" + value.variable + "\"" : shell_word(value.text);
    lines.push_back({value.name, add_line(value.name, word)});
  }
  std::sort(lines.begin(), lines.end(),
            [](const Line& a, const Line& b) { return a.name < b.name; });
  std::string text;
  for (const Line& line : lines) text += line.text;
  return text;
}

std::string wanted_variables(const Sample& sample) {
  std::string text;
  for (const Value& value : sample.values) {
    if (value.secret()) text += ": \"${" + value.variable + ":?is not set}\"\n";
  }
  return text;
}

std::string option(const std::string& name, const std::string& value) {
  const bool joined = value.empty() || value.starts_with("-");
  return " \\\n  --" + name + (joined ? "=" : " ") + shell_word(value);
}

}  // namespace

Result<std::string> curl(const Sample& sample) {
  if (const Status problem = check(sample)) return *problem;
  return fill(
      kCurl, {{"head", head(sample, "#", "Needs curl 7.76 and openssl.") + rpc_remark(sample, "#")},
              {"method", sample.method()},
              {"get", sample.by_get() ? "--get " : ""},
              {"wanted", wanted_variables(sample)},
              {"parameters", curl_parameters(sample)},
              {"url", shell_word(sample.url())}});
}

Result<std::string> dds_command(const Sample& sample) {
  if (const Status problem = check(sample)) return *problem;
  std::string input;
  std::string options;
  for (const Value& value : sample.values) {
    if (!value.secret()) {
      options += option(value.name, value.text);
      continue;
    }
    if (!input.empty()) {
      return make_error(ErrorCode::InvalidParameter,
                        "dds takes one password a call, from standard input; leave out " +
                            value.name + " or choose another language.",
                        value.name);
    }
    input = "printf '%s\\n' \"$" + value.variable + "\" | ";
    options += " \\\n  --" + value.name + " -";
  }
  if (!sample.fully_listed) options += " \\\n  --unlisted";
  if (sample.format == "XML") options += " \\\n  --format XML";
  // ACS3 has no XML.
  if (!sample.scheme.empty() && (sample.format == "JSON" || sample.scheme != "acs3"))
    options += option("scheme", sample.scheme);
  options += option("region", sample.region);
  if (!sample.default_endpoint) options += option("endpoint", sample.url());
  if (sample.endpoint.scheme == "http" && !sample.endpoint.loopback())
    options += " \\\n  --insecure";
  std::string note;
  if (!input.empty() && sample.listed != nullptr && wants_confirmation(sample.listed->effect)) {
    note = "# It " + std::string(name(sample.listed->effect)) +
           ": add --yes, as it cannot ask while it reads the password.\n";
  }
  return "#!/bin/sh\n" + head(sample, "#") + note + input + "dds " + sample.action + options + "\n";
}

Result<std::string> aliyun_cli(const Sample& sample) {
  if (const Status problem = check(sample)) return *problem;
  std::string text = "#!/bin/sh\n" + head(sample, "#", {}, true);
  std::string options;
  bool secret = false;
  for (const Value& value : sample.values) {
    // --region below; the command line takes it for RegionId as well.
    if (value.name == "RegionId" && value.text == sample.region) continue;
    secret = secret || value.secret();
    options += value.secret() ? " \\\n  --" + value.name + " \"$" + value.variable + "\""
                              : option(value.name, value.text);
  }
  if (secret)
    text += "# It takes a password as an argument, which other users of this machine can read.\n";
  options += option("region", sample.region);
  if (!sample.default_endpoint) options += option("endpoint", sample.authority());
  if (sample.endpoint.scheme == "http") options += " \\\n  --insecure";
  if (!sample.fully_listed) options += " \\\n  --version 2015-12-01 --force";
  return text + "aliyun dds " + sample.action + options + "\n";
}

}  // namespace dds::api::samples
