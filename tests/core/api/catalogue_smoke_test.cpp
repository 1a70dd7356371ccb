// Every action of the catalogue, from its form to its answer: required parameters filled with
// examples, checked, signed, sent to the emulator in memory, read, and held against the fields that
// the catalogue names.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <array>
#include <string>

#include "core/api/catalogue.h"
#include "core/api/catalogue_check.h"
#include "core/api/flat_parameters.h"
#include "core/api/sign_call.h"
#include "core/emulator/actions.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using api::Action;
using api::Field;
using api::FieldType;
using nlohmann::json;

namespace {

// What examples cannot know of the emulator's account: what it has, and what goes together.
Parameters fitting(const Action& action, Service& service) {
  Parameters all = api::example_parameters(action);
  const auto newest_set = [&](std::string_view id) {
    const json sets = service.sets(id);
    return sets.empty() ? std::string() : response::text_at(sets.front(), "BackupId");
  };
  if (action.name == "DeleteBackup" || action.name == "ModifyBackupExpireTime") {
    // One that was made by hand, on cloud disks.
    REQUIRE_FALSE(service.start(kPayments).empty());
    service.now += std::chrono::hours(12);
    all = with(all, "DBInstanceId", kPayments);
    all = with(all, "BackupId", newest_set(kPayments));
  }
  if (action.name == "ModifyBackupExpireTime")
    all = with(all, "BackupExpireTime", "9999-01-01T00:00:00Z");
  if (action.name == "DescribeClusterBackups" || action.name == "DescribeClusterRecoverTime" ||
      action.name == "TransferClusterBackup")
    all = with(all, "DBInstanceId", kStock);
  if (action.name == "DeleteDBInstance") all = with(all, "DBInstanceId", kSessions);
  if (action.name == "DescribeInstanceRecoverTime") all = with(all, "DBInstanceId", kPayments);
  if (action.name == "DescribeRestoreDBInstanceList")
    all = with(all, "CreationTimeAfter", "2026-01-13T00:00:00Z");
  if (action.name == "CheckRecoveryCondition") all = with(all, "BackupId", newest_set(kOrders));
  if (action.name == "DescribeBackupDBs") {  // of an old version on local disks
    all = with(all, "SourceDBInstance", kLegacy);
    all = with(all, "BackupId", newest_set(kLegacy));
  }
  if (action.name == "ModifyBackupPolicy") {
    all = with(all, "PreferredBackupTime", "03:00Z-04:00Z");
    all = with(all, "PreferredBackupPeriod", "Monday");
  }
  return all;
}

// A clone takes so much from its source that building it is a test of its own: clone_test.cpp.
constexpr std::array<std::string_view, 2> kClones{"CreateDBInstance", "CreateShardingDBInstance"};

bool has_type(const Field& field, const json& value) {
  switch (field.type) {
    case FieldType::String: return value.is_string();
    case FieldType::Integer32:
    case FieldType::Integer64: return value.is_number_integer();
    case FieldType::Number: return value.is_number();
    case FieldType::Boolean: return value.is_boolean();
    case FieldType::Object:
    case FieldType::Map: return value.is_object();
    case FieldType::StringList:
      return value.is_array() && (value.empty() || value.front().is_string());
    case FieldType::IntegerList:
      return value.is_array() && (value.empty() || value.front().is_number_integer());
    case FieldType::ObjectList:
      return value.is_array() && (value.empty() || value.front().is_object());
  }
  return false;
}

// Whether the answer has every field of the catalogue, and each in its type.
void check_has_all(const json& object, std::span<const Field> fields) {
  for (const Field& field : fields) {
    CAPTURE(field.name);
    const auto member = object.find(std::string(field.name));
    REQUIRE(member != object.end());
    CHECK(has_type(field, *member));
    if (field.type == FieldType::Object) check_has_all(*member, field.fields);
    if (field.type == FieldType::ObjectList) {
      REQUIRE(member->is_array());
      REQUIRE_FALSE(member->empty());
      for (const json& entry : *member) check_has_all(entry, field.fields);
    }
  }
}

// Whether the catalogue knows every field of the answer, and its type. The simulation leaves out
// what it has no value for.
void check_knows_all(const json& object, std::span<const Field> fields) {
  for (const auto& member : object.items()) {
    CAPTURE(member.key());
    const Field* field = api::find_field(fields, member.key());
    CHECK(field != nullptr);
    if (field == nullptr) continue;
    CHECK(has_type(*field, member.value()));
    if (field->type == FieldType::Object) check_knows_all(member.value(), field->fields);
    if (field->type == FieldType::ObjectList) {
      for (const json& entry : member.value()) check_knows_all(entry, field->fields);
    }
  }
}

HttpRequest signed_request(const Action& action, Parameters parameters, const Service& service,
                           signing::Scheme scheme) {
  const Result<api::Endpoint> endpoint = api::parse_endpoint("mongodb.aliyuncs.com");
  REQUIRE(endpoint.ok());
  api::SignOptions options;
  options.scheme = scheme;
  if (action.methods == api::Methods::GetOnly) options.placement = api::Placement::Query;
  const Result<api::SignedRequest> request = api::sign_call(
      {std::string(action.name), std::move(parameters), api::Format::Json}, service.credentials,
      *endpoint, service.now, "smoke-" + std::string(action.name), options);
  REQUIRE(request.ok());
  return request->http;
}

bool is_clone(const Action& action) {
  return std::find(kClones.begin(), kClones.end(), action.name) != kClones.end();
}

void smoke(const Action& action, signing::Scheme scheme) {
  Service service;
  const Parameters parameters = fitting(action, service);
  for (const Error& problem : api::check_parameters(action, parameters))
    FAIL_CHECK(problem.message);
  const HttpResponse response = service.send(signed_request(action, parameters, service, scheme));
  const Result<response::Reply> reply = response::parse(response);
  REQUIRE(reply.ok());
  const bool simulated = emulator::find_action(action.name) != nullptr;
  CHECK(find_header(response.headers, "x-dds-emulator").empty() ==
        (simulated && !is_clone(action)));
  const auto* answer = std::get_if<response::Answer>(&*reply);
  if (is_clone(action)) {
    CHECK(answer == nullptr);
    return;
  }
  CHECK_MESSAGE(answer != nullptr, Service::error(response).message);
  if (answer == nullptr) return;
  if (simulated) {
    check_knows_all(*answer->data, action.answer);
  } else {
    check_has_all(*answer->data, action.answer);
  }
}

}  // namespace

TEST_CASE("every action goes from its examples to an answer with the catalogue's fields") {
  for (const Action& action : api::catalogue().actions()) {
    CAPTURE(action.name);
    smoke(action, signing::Scheme::RpcV1Sha1);
    smoke(action, signing::Scheme::RpcV1Sha256);
    smoke(action, signing::Scheme::Acs3);
  }
}

TEST_CASE("every action is refused by name when a required parameter is missing") {
  for (const Action& action : api::catalogue().actions()) {
    CAPTURE(action.name);
    if (is_clone(action)) continue;
    for (const Field& field : action.parameters) {
      if (!field.required) continue;
      CAPTURE(field.name);
      Service service;
      Parameters left = fitting(action, service);
      std::erase_if(left, [&](const Parameter& parameter) {
        return parameter.name == field.name ||
               parameter.name.starts_with(std::string(field.name) + ".");
      });
      CHECK(service.refusal(action.name, left) == "Missing" + std::string(field.name));
    }
  }
}
