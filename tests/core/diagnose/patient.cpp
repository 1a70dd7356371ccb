#include "tests/core/diagnose/patient.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/percent.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"

namespace dds::test {

std::uint64_t Random::next() {
  state_ ^= state_ << 13U;
  state_ ^= state_ >> 7U;
  state_ ^= state_ << 17U;
  return state_ >> 3U;
}

std::string Random::word(std::size_t size) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  while (text.size() < size) text += kLetters[below(kLetters.size())];
  return text;
}

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

namespace {

Instant random_instant(Random& random) {
  return Instant(Seconds(1'700'000'000 + static_cast<std::int64_t>(random.below(50'000'000))));
}

// Every character that clients get wrong, between words that differ.
std::string random_text(Random& random) {
  std::vector<std::string> pieces{
      " ", "*", "~", "(", ")", "!", "'", "/", ":", "\xC3\xA9", "\xE5\xA4\x87", "+", "&", "="};
  std::string text = random.word(3);
  while (!pieces.empty()) {
    const std::size_t at = random.below(pieces.size());
    text += pieces[at] + random.word(1 + random.below(3));
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return text;
}

}  // namespace

std::string plain_string_to_sign(std::string_view method, Parameters parameters) {
  std::sort(parameters.begin(), parameters.end(),
            [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  std::string query;
  for (const Parameter& parameter : parameters) {
    if (!query.empty()) query += "&";
    query += percent_encode(parameter.name) + "=" + percent_encode(parameter.value);
  }
  return std::string(method) + "&%2F&" + percent_encode(query);
}

Patient good_patient(Random& random) {
  Patient patient;
  patient.method = random.below(2) == 0 ? "GET" : "POST";
  patient.instant = random_instant(random);
  patient.sent = {{"AccessKeyId", "LTAI" + random.word(12)},
                  {"Action", "ModifyDBInstanceDescription"},
                  {"DBInstanceDescription", random_text(random)},
                  {"DBInstanceId", "dds-" + random.word(16)},
                  {"Format", random.below(2) == 0 ? "JSON" : "XML"},
                  {"ResourceOwnerAccount", ""},
                  {"SignatureMethod", "HMAC-SHA1"},
                  {"SignatureNonce", random.word(32)},
                  {"SignatureVersion", "1.0"},
                  {"Tag.10.Key", random.word(4)},
                  {"Tag.2.Key", random.word(4)},
                  {"Timestamp", format_utc(patient.instant)},
                  {"Version", "2015-12-01"},
                  {"engine", random.word(5)}};
  // What a client sends is in no order.
  for (std::size_t i = patient.sent.size(); i > 1; --i)
    std::swap(patient.sent[i - 1], patient.sent[random.below(i)]);
  return patient;
}

std::string Patient::right_string_to_sign() const {
  const auto trace = signing::sign_rpc_v1(method, sent, Secret(secret));
  REQUIRE(trace.ok());
  return trace->string_to_sign;
}

std::string Patient::signature_text() const {
  if (signature) return *signature;
  const std::string text = string_to_sign ? *string_to_sign : right_string_to_sign();
  return signing::rpc_v1_signature(text, Secret(secret), signing::Scheme::RpcV1Sha1);
}

std::string Patient::wire_text() const {
  if (wire) return *wire;
  return signing::encode_parameters(sent) + "&Signature=" + percent_encode(signature_text());
}

std::string Patient::http() const {
  const bool form = method != "GET";
  std::string text = method + " " + path + (form ? "" : "?" + wire_text()) + " HTTP/1.1\n";
  text += "Host: mongodb.aliyuncs.com\n";
  if (form && !content_type.empty()) text += "Content-Type: " + content_type + "\n";
  text += "\n";
  if (form) text += wire_text();
  return text;
}

diagnose::Question Patient::question() const {
  diagnose::Question question;
  Result<diagnose::Request> request = diagnose::read_request(http());
  REQUIRE(request.ok());
  question.request = *std::move(request);
  question.key = signing::Credentials{{}, Secret(kPatientSecret), {}};
  question.instant = instant + Seconds(2);
  return question;
}

std::string& Patient::value(std::string_view name) {
  for (Parameter& parameter : sent) {
    if (parameter.name == name) return parameter.value;
  }
  sent.push_back({std::string(name), {}});
  return sent.back().value;
}

void Patient::erase(std::string_view name) {
  std::erase_if(sent, [&](const Parameter& parameter) { return parameter.name == name; });
}

Acs3Patient good_acs3_patient(Random& random) {
  Acs3Patient patient;
  patient.instant = random_instant(random);
  patient.query = {{"DBInstanceId", "dds-" + random.word(16)},
                   {"Description", random_text(random)}};
  patient.body = random.below(2) == 0 ? "" : "Filter=" + random.word(8);
  patient.headers = {{"Host", "mongodb.cn-hangzhou.aliyuncs.com"},
                     {"x-acs-action", "CreateBackup"},
                     {"x-acs-version", "2015-12-01"},
                     {"x-acs-date", format_utc(patient.instant)},
                     {"x-acs-signature-nonce", random.word(32)},
                     {"x-acs-content-sha256", signing::sha256_hex(patient.body)},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  return patient;
}

namespace {

signing::SigningTrace trace_of(const Acs3Patient& patient) {
  signing::Acs3Input input;
  input.method = patient.method;
  input.access_key_id = "LTAItestkey0001";
  input.query = patient.query;
  input.headers = patient.headers;
  input.body = patient.body;
  auto trace = signing::sign_acs3(input, Secret(patient.secret));
  REQUIRE(trace.ok());
  return *std::move(trace);
}

}  // namespace

std::string Acs3Patient::right_canonical_request() const {
  return trace_of(*this).canonical_request;
}

std::string Acs3Patient::http() const {
  const signing::SigningTrace trace = trace_of(*this);
  std::string authorization = trace.authorization;
  std::string own = trace.signature;
  if (canonical_request) {
    own = signing::acs3_signature("ACS3-HMAC-SHA256\n" + signing::sha256_hex(*canonical_request),
                                  Secret(secret));
  }
  if (signature) own = *signature;
  authorization = replace_all(authorization, trace.signature, own);
  if (signed_headers) {
    const std::size_t begin = authorization.find("SignedHeaders=") + 14;
    const std::size_t end = authorization.find(',', begin);
    authorization.replace(begin, end - begin, *signed_headers);
  }
  std::string text = method + " /?" + signing::encode_parameters(query) + " HTTP/1.1\n";
  for (const HttpHeader& header : headers) text += header.name + ": " + header.value + "\n";
  text += "Authorization: " + authorization + "\n\n" + body;
  return text;
}

diagnose::Question Acs3Patient::question() const {
  diagnose::Question question;
  Result<diagnose::Request> request = diagnose::read_request(http());
  REQUIRE(request.ok());
  question.request = *std::move(request);
  question.key = signing::Credentials{{}, Secret(kPatientSecret), {}};
  question.instant = instant;
  return question;
}

}  // namespace dds::test
