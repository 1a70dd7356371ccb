// The typed sample: classes and properties as the official TypeScript SDK names them. Source of the
// rules: the models of @alicloud/dds20151201 8.4.2.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/api/flat_parameters.h"
#include "core/api/sample_parts.h"

namespace dds::api::samples {
namespace {

using nlohmann::json;

constexpr std::string_view kTyped =
    R"code(@{head}import { $OpenApiUtil } from '@alicloud/openapi-core';
import Client, * as models from '@alicloud/dds20151201';

const client = new Client(new $OpenApiUtil.Config({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN,
  endpoint: @{authority},
  protocol: @{protocol},
}));
const request = new models.@{action}Request(@{values});

async function main(): Promise<void> {
  const answer = await client.@{method}(request);
  console.log(JSON.stringify(answer.body, null, 2));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
)code";

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

std::string first_lower(std::string_view text) {
  std::string out(text);
  if (!out.empty() && is_upper(out.front())) out.front() = static_cast<char>(out.front() + 32);
  return out;
}

// DBInstanceId and GIpList stay, BackupId is backupId; VSwitchId is the one exception.
std::string property(std::string_view field) {
  const bool stays = field.size() > 1 && is_upper(field[0]) && is_upper(field[1]);
  return stays && !field.starts_with("VSwitch") ? std::string(field) : first_lower(field);
}

bool is_whole_number(std::string_view text) {
  constexpr std::size_t kExact = 15;  // digits that a JavaScript number holds for sure
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= kExact && (text.front() != '0' || text.size() == 1) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string scalar(const Field& field, const json& value) {
  const auto* given = value.get_ptr<const std::string*>();
  std::string text =
      given != nullptr ? *given : value.dump(-1, ' ', false, json::error_handler_t::replace);
  const bool number = field.type == FieldType::Integer32 || field.type == FieldType::Integer64 ||
                      field.type == FieldType::IntegerList;
  const bool boolean = field.type == FieldType::Boolean && (text == "true" || text == "false");
  if (boolean || (number && is_whole_number(text))) return text;
  return quoted(Quoting::JavaScript, text);
}

// Where a value stands: what its class is called and how far its lines are indented.
struct Place {
  std::string class_name;
  std::string flat_name;
  std::string indent;
};

std::string literal(const Field& field, const json& value, const Place& place);

std::string members(std::span<const Field> fields, const json& object, const Place& place) {
  std::string text = "{\n";
  for (const Field& field : fields) {
    const auto member = object.find(std::string(field.name));
    if (member == object.end()) continue;
    const std::string flat =
        place.flat_name.empty() ? std::string(field.name) : flat_name(place.flat_name, field.name);
    text += place.indent + "  " + property(field.name) + ": ";
    text += literal(field, *member,
                    {place.class_name + std::string(field.name), flat, place.indent + "  "});
    text += ",\n";
  }
  return text + place.indent + "}";
}

std::string one(const Field& field, const json& value, const Place& place) {
  if (value.is_object() && !field.fields.empty())
    return "new models." + place.class_name + "(" + members(field.fields, value, place) + ")";
  return scalar(field, value);
}

std::string map_literal(const json& map) {
  std::string text = "{";
  for (const auto& [key, value] : map.items()) {
    const auto* given = value.get_ptr<const std::string*>();
    text += (text.size() > 1 ? ", " : " ") + quoted(Quoting::JavaScript, key) + ": " +
            (given != nullptr ? quoted(Quoting::JavaScript, *given)
                              : value.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return text + " }";
}

std::string literal(const Field& field, const json& value, const Place& place) {
  if (is_secret(field)) return "process.env." + variable_for(place.flat_name);
  if (field.type == FieldType::Map && value.is_object()) return map_literal(value);
  if (!value.is_array() || !is_list(field.type)) return one(field, value, place);
  std::string text = "[";
  std::size_t number = 0;
  for (const json& entry : value) {
    text += text.size() > 1 ? ", " : "";
    text +=
        one(field, entry, {place.class_name, flat_name(place.flat_name, ++number), place.indent});
  }
  return text + "]";
}

Parameters parameters_of(const Sample& sample) {
  Parameters parameters;
  for (const Value& value : sample.values) parameters.push_back({value.name, value.text});
  return parameters;
}

}  // namespace

Result<std::string> type_script(const Sample& sample) {
  if (!sample.fully_listed) {
    return make_error(ErrorCode::InvalidParameter,
                      "The catalogue does not list " + sample.action +
                          " with all these parameters, so how the TypeScript SDK types them is not "
                          "known; node has a sample of any call.",
                      "language");
  }
  const json values = nested_values(*sample.listed, parameters_of(sample));
  const std::string protocol = sample.endpoint.scheme == "https" ? "'HTTPS'" : "'HTTP'";
  return fill(kTyped,
              {{"head", head(sample, "//",
                             "npm install @alicloud/dds20151201 @alicloud/openapi-core", true)},
               {"authority", quoted(Quoting::JavaScript, sample.authority())},
               {"protocol", protocol},
               {"action", sample.action},
               {"method", first_lower(sample.action)},
               {"values",
                members(sample.listed->parameters, values, {sample.action + "Request", {}, {}})}});
}

}  // namespace dds::api::samples
