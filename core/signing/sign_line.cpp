#include "core/signing/sign_line.h"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "core/base/secret.h"
#include "core/base/utf8.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"

namespace dds::signing {
namespace {

using nlohmann::json;

SignedLine refuse(std::string_view sentence) {
  nlohmann::ordered_json answer;
  answer["error"] = sentence;
  return {answer.dump(), false};
}

SignedLine refuse(const Error& error) {
  return refuse(error.message);
}

// A document that is only as deep as the contract needs, and the first name that an object has
// twice.
struct Parsed {
  json document;
  bool too_deep = false;
  std::string repeated;
};

Parsed parse(std::string_view text) {
  constexpr int kMaxDepth = 8;  // the contract needs 2; the rest is for members that are ignored
  Parsed parsed;
  std::vector<std::set<std::string>> names;  // of the objects that are open
  const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& value) {
    if (depth > kMaxDepth) {
      parsed.too_deep = true;
      return false;
    }
    if (event == json::parse_event_t::object_start) names.emplace_back();
    if (event == json::parse_event_t::object_end && !names.empty()) names.pop_back();
    if (event == json::parse_event_t::key && !names.empty() && parsed.repeated.empty()) {
      const auto& name = value.get_ref<const std::string&>();
      if (!names.back().insert(name).second) parsed.repeated = name;
    }
    return true;
  };
  parsed.document = json::parse(text, watch, false);
  return parsed;
}

// Overwrites the secret before its memory is given back.
class WipedAtEnd {
 public:
  explicit WipedAtEnd(json& document) : document_(document) {}
  WipedAtEnd(const WipedAtEnd&) = delete;
  WipedAtEnd& operator=(const WipedAtEnd&) = delete;
  ~WipedAtEnd() {
    if (!document_.is_object()) return;
    const auto secret = document_.find("secret");
    if (secret != document_.end() && secret->is_string())
      wipe_text(secret->get_ref<std::string&>());
  }

 private:
  json& document_;
};

std::string missing(std::string_view field, std::string_view wanted) {
  return "The field \"" + std::string(field) + "\" is missing: it must be " + std::string(wanted) +
         ".";
}

std::string mistyped(std::string_view field, std::string_view wanted) {
  return "The field \"" + std::string(field) + "\" has the wrong type: it must be " +
         std::string(wanted) + ".";
}

Result<std::string_view> text_field(const json& object, std::string_view field) {
  const auto found = object.find(field);
  if (found == object.end())
    return make_error(ErrorCode::MissingParameter, missing(field, "a text"), {});
  const auto* text = found->get_ptr<const std::string*>();
  if (text == nullptr) return make_error(ErrorCode::InvalidJson, mistyped(field, "a text"), {});
  return std::string_view(*text);
}

// `Pair` is a Parameter or an HttpHeader: both are {name, value}.
template <class Pair>
Result<std::vector<Pair>> pairs_field(const json& object, std::string_view field) {
  constexpr std::string_view kWanted = "an object of texts";
  const auto found = object.find(field);
  if (found == object.end())
    return make_error(ErrorCode::MissingParameter, missing(field, kWanted), {});
  if (!found->is_object()) return make_error(ErrorCode::InvalidJson, mistyped(field, kWanted), {});
  std::vector<Pair> pairs;
  pairs.reserve(found->size());
  for (const auto& [name, value] : found->items()) {
    const auto* text = value.template get_ptr<const std::string*>();
    if (text == nullptr) {
      return make_error(ErrorCode::InvalidJson,
                        "\"" + one_line(name) + "\" in \"" + std::string(field) +
                            "\" has the wrong type: it must be a text, as in {\"" + one_line(name) +
                            "\":\"...\"}.",
                        one_line(name));
    }
    pairs.push_back(Pair{name, *text});
  }
  return pairs;
}

SignedLine sign_rpc(const json& object, Scheme scheme) {
  const auto method = text_field(object, "method");
  if (!method) return refuse(method.error());
  const auto secret = text_field(object, "secret");
  if (!secret) return refuse(secret.error());
  auto parameters = pairs_field<Parameter>(object, "params");
  if (!parameters) return refuse(parameters.error());

  const auto trace = sign_rpc_v1(*method, *std::move(parameters), Secret(*secret), scheme);
  if (!trace) return refuse(trace.error());
  nlohmann::ordered_json answer;
  answer["canonical_query"] = trace->canonical_query;
  answer["string_to_sign"] = trace->string_to_sign;
  answer["signature"] = trace->signature;
  return {answer.dump(), true};
}

SignedLine sign_v3(const json& object) {
  Acs3Input input;
  const auto method = text_field(object, "method");
  if (!method) return refuse(method.error());
  const auto access_key_id = text_field(object, "access_key_id");
  if (!access_key_id) return refuse(access_key_id.error());
  const auto secret = text_field(object, "secret");
  if (!secret) return refuse(secret.error());
  auto query = pairs_field<Parameter>(object, "query");
  if (!query) return refuse(query.error());
  auto headers = pairs_field<HttpHeader>(object, "headers");
  if (!headers) return refuse(headers.error());
  const auto body = text_field(object, "body");
  if (!body) return refuse(body.error());

  input.method = *method;
  input.access_key_id = *access_key_id;
  input.query = *std::move(query);
  input.headers = *std::move(headers);
  input.body = *body;
  const auto trace = sign_acs3(input, Secret(*secret));
  if (!trace) return refuse(trace.error());
  nlohmann::ordered_json answer;
  answer["canonical_request"] = trace->canonical_request;
  answer["string_to_sign"] = trace->string_to_sign;
  answer["signature"] = trace->signature;
  answer["authorization"] = trace->authorization;
  return {answer.dump(), true};
}

}  // namespace

SignedLine sign_line(std::string_view json_line) {
  if (!is_valid_utf8(json_line))
    return refuse("The line is not valid UTF-8: write it as UTF-8 text.");
  if (json_line.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return refuse(
        "The line is empty: it must be one JSON object, such as {\"kind\":\"rpc1-sha1\",...}.");
  Parsed parsed = parse(json_line);
  const WipedAtEnd wiped(parsed.document);
  if (parsed.too_deep)
    return refuse("The line is nested too deeply: it must be one flat JSON object.");
  if (parsed.document.is_discarded()) {
    return refuse(
        "The line is not valid JSON: it must be one JSON object, such as "
        "{\"kind\":\"rpc1-sha1\",...}.");
  }
  if (!parsed.document.is_object()) {
    return refuse("The line must be one JSON object, such as {\"kind\":\"rpc1-sha1\",...}.");
  }
  if (!parsed.repeated.empty()) {
    return refuse("\"" + one_line(parsed.repeated) + "\" is given more than once: give it once.");
  }

  const auto kind = text_field(parsed.document, "kind");
  if (!kind) return refuse(kind.error());
  if (*kind == "rpc1-sha1") return sign_rpc(parsed.document, Scheme::RpcV1Sha1);
  if (*kind == "rpc1-sha256") return sign_rpc(parsed.document, Scheme::RpcV1Sha256);
  if (*kind == "acs3") return sign_v3(parsed.document);
  return refuse("The kind is not known: it must be rpc1-sha1, rpc1-sha256 or acs3.");
}

}  // namespace dds::signing
