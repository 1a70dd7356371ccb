// An emulator with a client beside it, in simulated time: one call is one line of a test.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/api/sign_call.h"
#include "core/emulator/emulator.h"
#include "core/response/answer.h"
#include "core/signing/rpc_v1.h"

namespace dds::testing {

inline constexpr Instant kStart{
    std::chrono::sys_days{std::chrono::year{2026} / 1 / 14}.time_since_epoch() +
    std::chrono::hours{6}};

inline constexpr std::string_view kOrders = "dds-bp1a7f3c9d2e5b81";    // replica set, local disk
inline constexpr std::string_view kPayments = "dds-bp11483712c1e9d4";  // replica set, cloud disk
inline constexpr std::string_view kSessions = "dds-bp1e0c3ab9f84d12";  // standalone, cloud disk
inline constexpr std::string_view kStock = "dds-bp16cb162771fa30";     // sharded, cloud disk
inline constexpr std::string_view kAudit = "dds-bp1b5d07c2ee9a66";     // sharded, local disk
inline constexpr std::string_view kStaging = "dds-bp17ac2f80b3d915";   // Creating
inline constexpr std::string_view kLegacy = "dds-bp1ff92a6c0d7e48";    // locked
inline constexpr std::string_view kBeijing = "dds-2ze5c81f07ba3d96";
inline constexpr std::string_view kSingapore = "dds-t4n7e2b95d0c6a18";
inline constexpr std::string_view kMetrics =
    "dds-t4n91c5e7a0d3b28";  // sharded, cloud disk, no cluster backups

inline signing::Credentials well_known() {
  return {std::string(emulator::kAccessKeyId), Secret(emulator::kAccessKeySecret), Secret()};
}

struct Service {
  explicit Service(emulator::Settings settings = {}) : emulator(std::move(settings), kStart) {}

  emulator::Emulator emulator;
  Instant now = kStart;
  signing::Credentials credentials = well_known();
  std::string host = "127.0.0.1";
  api::Format format = api::Format::Json;
  bool get = false;
  int nonces = 0;

  /// All parameters of a right request, unsigned.
  Parameters complete(std::string_view action, Parameters own) {
    Parameters all = std::move(own);
    all.push_back({"Action", std::string(action)});
    all.push_back({"Version", "2015-12-01"});
    all.push_back({"Format", format == api::Format::Json ? "JSON" : "XML"});
    all.push_back({"AccessKeyId", credentials.access_key_id});
    all.push_back({"SignatureMethod", "HMAC-SHA1"});
    all.push_back({"SignatureVersion", "1.0"});
    all.push_back({"SignatureNonce", "nonce-" + std::to_string(++nonces)});
    all.push_back({"Timestamp", format_utc(now)});
    if (!credentials.security_token.empty()) {
      all.push_back({"SecurityToken", std::string(credentials.security_token.reveal())});
    }
    return all;
  }

  /// Adds the signature and puts everything into a request.
  HttpRequest sign(Parameters all, signing::Scheme scheme = signing::Scheme::RpcV1Sha1) const {
    const auto trace =
        signing::sign_rpc_v1(get ? "GET" : "POST", all, credentials.access_key_secret, scheme);
    if (trace) all.push_back({"Signature", trace->signature});
    return carry(signing::encode_parameters(all));
  }

  HttpRequest carry(std::string_view encoded) const {
    HttpRequest request;
    request.method = get ? "GET" : "POST";
    request.url = "https://" + host + "/";
    if (get) {
      request.url += "?" + std::string(encoded);
    } else {
      request.body = encoded;
      request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    }
    return request;
  }

  HttpResponse send(const HttpRequest& request) { return emulator.handle(request, now, now); }

  HttpResponse raw(std::string_view action, Parameters own = {}) {
    return send(sign(complete(action, std::move(own))));
  }

  /// The answer's content; an object without members when it was refused or cannot be read.
  nlohmann::json call(std::string_view action, Parameters own = {}) {
    return content(raw(action, std::move(own)));
  }

  /// The code of the refusal; "" when there is none.
  std::string refusal(std::string_view action, Parameters own = {}) {
    return code(raw(action, std::move(own)));
  }

  static nlohmann::json content(const HttpResponse& response) {
    const Result<response::Reply> reply = response::parse(response);
    if (!reply) return nlohmann::json::object();
    const auto* answer = std::get_if<response::Answer>(&*reply);
    return answer ? *answer->data : nlohmann::json::object();
  }

  static response::ApiError error(const HttpResponse& response) {
    const Result<response::Reply> reply = response::parse(response);
    if (!reply) return {};
    const auto* error = std::get_if<response::ApiError>(&*reply);
    return error ? *error : response::ApiError{};
  }

  static std::string code(const HttpResponse& response) { return error(response).code; }

  /// Starts a backup; its job number, or "".
  std::string start(std::string_view id, Parameters more = {}) {
    more.push_back({"DBInstanceId", std::string(id)});
    return response::text_at(call("CreateBackup", std::move(more)), "BackupJobId");
  }

  /// The sets of an instance, newest first.
  nlohmann::json sets(std::string_view id, Parameters more = {}) {
    more.push_back({"DBInstanceId", std::string(id)});
    return call("DescribeBackups", std::move(more))["Backups"]["Backup"];
  }

  nlohmann::json policy(std::string_view id) {
    return call("DescribeBackupPolicy", {{"DBInstanceId", std::string(id)}});
  }

  nlohmann::json attribute(std::string_view id, Parameters more = {}) {
    more.push_back({"DBInstanceId", std::string(id)});
    const nlohmann::json answer = call("DescribeDBInstanceAttribute", std::move(more));
    return answer.contains("DBInstances") ? answer["DBInstances"]["DBInstance"][0]
                                          : nlohmann::json::object();
  }

  nlohmann::json tasks(std::string_view id) {
    return call("DescribeBackupTasks", {{"DBInstanceId", std::string(id)}})["BackupJobs"];
  }
};

/// Replaces a parameter's value, or adds it.
inline Parameters with(Parameters all, std::string_view name, std::string_view value) {
  for (Parameter& parameter : all) {
    if (parameter.name == name) {
      parameter.value = value;
      return all;
    }
  }
  all.push_back({std::string(name), std::string(value)});
  return all;
}

inline Parameters without(Parameters all, std::string_view name) {
  std::erase_if(all, [&](const Parameter& parameter) { return parameter.name == name; });
  return all;
}

}  // namespace dds::testing
