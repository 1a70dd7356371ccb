#include "core/emulator/sample_answer.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/api/catalogue_check.h"

namespace dds::emulator {
namespace {

using api::Field;
using api::FieldType;
using nlohmann::json;

json integer_value(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Without the library's reader of numbers, which goes by the locale: whole and hundredths will do.
json number_value(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  double value = integer_value(text.substr(0, point)).get<double>();
  double digit = 0.1;
  for (const char c : text.substr(std::min(point + 1, text.size()))) {
    value += (c - '0') * digit;
    digit /= 10;
  }
  return value;
}

json map_value(std::string_view text) {
  json value = json::parse(text, nullptr, false);
  return value.is_object() ? value : json::object();
}

std::string_view sample_text(const Field& field) {
  if (!field.example.empty()) return field.example;
  if (!field.default_value.empty()) return field.default_value;
  return field.values.empty() ? std::string_view() : field.values.front();
}

json value_from(const Field& field, std::string_view text);

json members(std::span<const Field> fields) {
  json object = json::object();
  for (const Field& field : fields)
    object[std::string(field.name)] = value_from(field, sample_text(field));
  return object;
}

json value_from(const Field& field, std::string_view text) {
  switch (field.type) {
    case FieldType::Integer32:
    case FieldType::Integer64: return integer_value(text);
    case FieldType::Number: return number_value(text);
    case FieldType::Boolean: return text == "true";
    case FieldType::Object: return members(field.fields);
    case FieldType::Map: return map_value(text);
    case FieldType::StringList: return json::array({text});
    case FieldType::IntegerList: return json::array({integer_value(text)});
    case FieldType::ObjectList: return json::array({members(field.fields)});
    case FieldType::String: break;
  }
  return std::string(text);
}

bool is_scalar(FieldType type) {
  return !is_list(type) && type != FieldType::Object && type != FieldType::Map;
}

// What was asked for comes back.
void echo(const Incoming& incoming, const api::Action& action, json& answer) {
  for (const Field& field : action.answer) {
    const std::string_view given = incoming.text(field.name);
    if (given.empty() || !is_scalar(field.type)) continue;
    if (!api::check_value(field, given)) answer[std::string(field.name)] = value_from(field, given);
  }
}

// What an action does not know, the common parameters among it, is not looked at.
Parameters known_ones(const Parameters& all, const api::Action& action) {
  Parameters known;
  for (const Parameter& parameter : all) {
    if (api::parameter(action, parameter.name) != nullptr) known.push_back(parameter);
  }
  return known;
}

std::optional<Refusal> check_given(const ActionContext& context, const api::Action& action) {
  const std::vector<Error> problems =
      api::check_parameters(action, known_ones(context.incoming.parameters, action));
  if (problems.empty()) return std::nullopt;
  const Error& first = problems.front();
  return first.code == ErrorCode::MissingParameter ? refuse_missing(first.detail)
                                                   : refuse_value(first.detail);
}

std::optional<Refusal> check_instance(const ActionContext& context, const api::Action& action) {
  if (api::parameter(action, "DBInstanceId") == nullptr ||
      context.incoming.text("DBInstanceId").empty())
    return std::nullopt;
  const Outcome<const Instance*> named = named_instance(context);
  const auto* refusal = std::get_if<Refusal>(&named);
  if (refusal == nullptr) return std::nullopt;
  // DestroyInstance and the like are about instances that were released.
  if (std::holds_alternative<const Instance*>(named_released_instance(context)))
    return std::nullopt;
  return *refusal;
}

}  // namespace

ActionResult sample_answer(const ActionContext& context, const api::Action& action) {
  if (auto refusal = check_given(context, action)) return *std::move(refusal);
  if (auto refusal = check_instance(context, action)) return *std::move(refusal);
  json answer = members(action.answer);
  echo(context.incoming, action, answer);
  return answer;
}

}  // namespace dds::emulator
