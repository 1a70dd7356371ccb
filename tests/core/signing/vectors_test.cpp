// Every collected vector, through the same door as `dds sign`.
#include "tests/core/signing/vectors.h"

#include <nlohmann/json.hpp>
#include "core/base/secret.h"
#include "core/signing/acs3.h"
#include "core/signing/digest.h"
#include "core/signing/rpc_v1.h"
#include "core/signing/sign_line.h"

namespace dds::test {
namespace {

void check_line(const json& vector) {
  CAPTURE(text(vector, "name"));
  const signing::SignedLine line = signing::sign_line(vector["in"].dump());
  CHECK(line.ok);
  CHECK(json::parse(line.answer, nullptr, false) == vector["out"]);
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

TEST_CASE("published signatures are reproduced, step by step") {
  for (const json& vector : load_vectors("published.jsonl", 17)) check_line(vector);
}

TEST_CASE("RPC v1 requests of the official clients are reproduced, step by step") {
  for (const json& vector : load_vectors("sdk-rpc1.jsonl", 80)) check_line(vector);
}

TEST_CASE("ACS3 requests of the official clients are reproduced, step by step") {
  for (const json& vector : load_vectors("sdk-acs3.jsonl", 61)) check_line(vector);
}

TEST_CASE("where a client leaves parameter names raw, ours differs in the names' encoding alone") {
  std::size_t count = 0;
  for (const json& vector : load_vectors("sdk-acs3.jsonl", 61)) {
    if (!vector.contains("client_out")) continue;
    ++count;
    CAPTURE(text(vector, "name"));
    std::string request = text(vector["out"], "canonical_request");
    for (const auto& [name, value] : vector["in"]["query"].items()) {
      request = replace_all(request, signing::encode_parameters({{name, value.get<std::string>()}}),
                            name + signing::encode_parameters({{"", value.get<std::string>()}}));
    }
    CHECK(request == text(vector["client_out"], "canonical_request"));
    // And the steps after that agree with the client's.
    const std::string to_sign = "ACS3-HMAC-SHA256\n" + signing::sha256_hex(request);
    CHECK(signing::acs3_signature(to_sign, Secret(text(vector["in"], "secret"))) ==
          text(vector["client_out"], "signature"));
  }
  CHECK(count == 3);
}

TEST_CASE("single steps of official test suites are reproduced") {
  std::size_t macs = 0;
  std::size_t requests = 0;
  for (const json& vector : load_vectors("steps.jsonl", 12)) {
    CAPTURE(text(vector, "name"));
    const json& in = vector["in"];
    if (text(vector, "step") == "hmac-sha1") {
      ++macs;
      CHECK(signing::base64(signing::hmac_sha1(text(in, "key"), {}, text(in, "text"))) ==
            text(vector["out"], "base64"));
    } else {
      ++requests;
      const std::string method = text(in, "method");
      const std::string path = text(in, "path");
      signing::Acs3Input input;
      input.method = method;
      input.path = path;
      input.query = parameters(in["query"]);
      for (const Parameter& header : parameters(in["headers"])) {
        input.headers.push_back({header.name, header.value});
      }
      const auto steps = signing::canonicalize_acs3(input, text(in, "payload_hash"));
      CHECK(steps.canonical_request == text(vector["out"], "canonical_request"));
      CHECK(steps.string_to_sign == text(vector["out"], "string_to_sign"));
      CHECK(signing::acs3_signature(steps.string_to_sign, Secret(text(in, "secret"))) ==
            text(vector["out"], "signature"));
    }
  }
  CHECK(macs == 6);
  CHECK(requests == 6);
}

TEST_CASE("published examples that are wrong do not verify") {
  for (const json& vector : load_vectors("wrong.jsonl", 8)) {
    check_line(vector);
    const std::string printed = text(vector, "printed_signature");
    CHECK(printed.size() == 28);
    const auto trace =
        signing::sign_rpc_v1(text(vector["in"], "method"), parameters(vector["in"]["params"]),
                             Secret(text(vector["in"], "secret")));
    REQUIRE(trace.ok());
    CHECK(trace->signature != printed);
  }
}

}  // namespace dds::test
