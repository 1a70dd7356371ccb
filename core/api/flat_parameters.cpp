#include "core/api/flat_parameters.h"

#include "core/base/stable_order.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace dds::api {
namespace {

using nlohmann::json;

constexpr int kDeepest = 16;

std::string json_text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string scalar_text(const json& value) {
  if (const auto* text = value.get_ptr<const std::string*>()) return *text;
  return json_text(value);
}

bool is_text(const Field* field) {
  return field != nullptr && field->fields.empty() && !is_list(field->type) &&
         field->type != FieldType::Map;
}

std::string comma_joined(const json& list) {
  std::string joined;
  for (const json& entry : list) {
    if (!joined.empty()) joined += ',';
    joined += scalar_text(entry);
  }
  return joined;
}

// What a text field takes of a value that is a list or an object.
std::string packed(const Field& field, const json& value) {
  const bool scalars =
      value.is_array() && std::none_of(value.begin(), value.end(),
                                       [](const json& entry) { return entry.is_structured(); });
  return field.comma_list && scalars ? comma_joined(value) : json_text(value);
}

// False when it is nested too deep.
bool append(Parameters& out, const std::string& name, const Field* field, const json& value,
            int depth) {
  if (depth > kDeepest) return false;
  if (value.is_null()) return true;
  if (!value.is_structured()) {
    out.push_back({name, scalar_text(value)});
    return true;
  }
  if (is_text(field)) {
    if (!value.empty()) out.push_back({name, packed(*field, value)});
    return true;
  }
  std::size_t number = 1;
  for (const auto& member : value.items()) {
    const std::size_t before = out.size();
    const std::string inner =
        value.is_array() ? flat_name(name, number) : flat_name(name, member.key());
    const Field* inner_field = field;
    if (value.is_object())
      inner_field = field == nullptr ? nullptr : find_field(field->fields, member.key());
    if (!append(out, inner, inner_field, member.value(), depth + 1)) return false;
    if (out.size() > before) ++number;  // entries without a value leave no gap
  }
  return true;
}

// The parts of flat names, as a tree; to turn numbered ones into lists, all must be known.
struct Node {
  std::string text;
  std::map<std::string, Node, std::less<>> members;
};

std::size_t number_of(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

json entry_value(const Node& node, const Field& field);

json members_value(const Node& node, std::span<const Field> fields) {
  json value = json::object();
  for (const auto& [name, inner] : node.members) {
    if (const Field* field = find_field(fields, name)) value[name] = entry_value(inner, *field);
  }
  return value;
}

json entry_value(const Node& node, const Field& field) {
  const auto one = [&](const Node& inner) {
    return field.fields.empty() ? json(inner.text) : members_value(inner, field.fields);
  };
  if (!is_list(field.type)) return one(node);
  std::vector<std::pair<std::size_t, const Node*>> entries;
  for (const auto& [number, inner] : node.members) entries.emplace_back(number_of(number), &inner);
  sort_stable(entries, [](const auto& a, const auto& b) { return a.first < b.first; });
  json list = json::array();
  for (const auto& entry : entries) list.push_back(one(*entry.second));
  return list;
}

void put(Node& node, std::string_view path, const std::string& text) {
  if (path.empty()) {
    node.text = text;
    return;
  }
  const std::string_view part = path.substr(0, path.find('.'));
  put(node.members[std::string(part)], path.substr(std::min(part.size() + 1, path.size())), text);
}

std::string example_value(const Field& field) {
  if (!field.example.empty()) return std::string(field.example);
  if (!field.default_value.empty()) return std::string(field.default_value);
  if (!field.values.empty()) return std::string(field.values.front());
  if (field.range) return std::to_string(field.range->least);
  switch (field.type) {
    case FieldType::Boolean: return "true";
    case FieldType::Integer32:
    case FieldType::Integer64:
    case FieldType::IntegerList:
    case FieldType::Number: return "1";
    default: return field.format == TextFormat::Json ? "{}" : "example";
  }
}

void append_example(Parameters& out, std::string name, const Field& field) {
  if (is_list(field.type)) name = flat_name(name, std::size_t{1});
  if (field.fields.empty()) {
    out.push_back({std::move(name), example_value(field)});
    return;
  }
  for (const Field& inner : field.fields) append_example(out, flat_name(name, inner.name), inner);
}

}  // namespace

std::string flat_name(std::string_view outer, std::size_t number) {
  return std::string(outer) + "." + std::to_string(number);
}

std::string flat_name(std::string_view outer, std::string_view member) {
  return std::string(outer) + "." + std::string(member);
}

Result<Parameters> flat_parameters(const Action& action, const json& values) {
  if (!values.is_object()) {
    return make_error(ErrorCode::InvalidJson,
                      "The parameters are no JSON object; write them as {\"Name\": value}.", {});
  }
  Parameters parameters;
  bool deep = false;
  const auto add = [&](const std::string& name, const Field* field, const json& value) {
    deep = !append(parameters, name, field, value, 1) || deep;
  };
  for (const Field& field : action.parameters) {
    const auto member = values.find(std::string(field.name));
    if (member != values.end()) add(std::string(field.name), &field, *member);
  }
  for (const auto& member : values.items()) {
    if (find_field(action.parameters, member.key()) == nullptr ||
        member.key().find('.') != std::string::npos)
      add(member.key(), nullptr, member.value());
  }
  if (deep) {
    return make_error(ErrorCode::BodyTooDeep,
                      "The parameters are nested deeper than " + std::to_string(kDeepest) +
                          " levels, which no action takes.",
                      {});
  }
  return parameters;
}

json nested_values(const Action& action, const Parameters& parameters) {
  Node known;
  json values = json::object();
  for (const Parameter& given : parameters) {
    if (parameter(action, given.name) == nullptr) {
      values[given.name] = given.value;
    } else {
      put(known, given.name, given.value);
    }
  }
  values.update(members_value(known, action.parameters));
  return values;
}

Parameters example_parameters(const Action& action) {
  Parameters parameters;
  for (const Field& field : action.parameters) {
    if (field.required) append_example(parameters, std::string(field.name), field);
  }
  return parameters;
}

}  // namespace dds::api
