#include <doctest/doctest.h>

#include "core/base/percent.h"
#include "core/base/secret.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"

namespace dds::test {
namespace {

std::string everything(const signing::SigningTrace& trace) {
  std::string all = trace.method + "\n" + trace.canonical_query + "\n" + trace.canonical_request +
                    "\n" + trace.string_to_sign + "\n" + trace.signature + "\n" +
                    trace.authorization;
  for (const Parameter& parameter : trace.parameters)
    all += "\n" + parameter.name + "=" + parameter.value;
  return all;
}

void check_hidden(const std::string& shown, const std::string& secret) {
  CHECK(shown.find(secret) == std::string::npos);
  CHECK(shown.find(percent_encode(secret)) == std::string::npos);
  CHECK(shown.find(percent_encode(percent_encode(secret))) == std::string::npos);
}

}  // namespace

TEST_CASE("a redacted RPC v1 trace shows neither token nor signature nor password in any step") {
  const std::string token = "CAIS+/to&ken=%==";
  const auto trace = signing::sign_rpc_v1("POST",
                                          {{"SecurityToken", token},
                                           {"BearerToken", "bear&er"},
                                           {"AccountPassword", "p&ss w=rd"},
                                           {"DBInstanceId", "dds-bp1"},
                                           {"Action", "ResetAccountPassword"}},
                                          Secret("testsecret"));
  REQUIRE(trace.ok());
  REQUIRE(everything(*trace).find(percent_encode(token)) != std::string::npos);
  const std::string shown = everything(redacted(*trace));
  check_hidden(shown, token);
  check_hidden(shown, "bear&er");
  check_hidden(shown, "p&ss w=rd");
  check_hidden(shown, trace->signature);
  // What is no secret stays readable.
  CHECK(redacted(*trace).canonical_query.find("&DBInstanceId=dds-bp1&") != std::string::npos);
  CHECK(redacted(*trace).string_to_sign.find("%26DBInstanceId%3Ddds-bp1%26") != std::string::npos);
}

TEST_CASE("a redacted ACS3 trace shows neither token nor signature in any step") {
  signing::Acs3Input input;
  input.method = "POST";
  input.access_key_id = "STS.id";
  input.query = {{"DBInstanceId", "dds-bp1"}};
  input.headers = {{"host", "mongodb.aliyuncs.com"},
                   {"x-acs-security-token", "CAIS+/token=="},
                   {"x-acs-bearer-token", "bearer/token"}};
  const auto trace = signing::sign_acs3(input, Secret("testsecret"));
  REQUIRE(trace.ok());
  const std::string shown = everything(redacted(*trace));
  check_hidden(shown, "CAIS+/token==");
  check_hidden(shown, "bearer/token");
  check_hidden(shown, trace->signature);
  CHECK(shown.find("host:mongodb.aliyuncs.com") != std::string::npos);
  CHECK(shown.find("DBInstanceId=dds-bp1") != std::string::npos);
}

}  // namespace dds::test
