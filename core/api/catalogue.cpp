#include "core/api/catalogue.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/suggest.h"

namespace dds::api {
namespace {

bool is_number(std::string_view part) {
  return !part.empty() && part.front() != '0' && part.size() <= 9 &&
         std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view take_part(std::string_view& path) {
  const std::string_view part = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(part.size() + 1, path.size()));
  return part;
}

const Field* named(std::span<const Field> fields, std::string_view name) {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const Field& field) { return field.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

std::string_view nearest_field(std::span<const Field> fields, std::string_view word) {
  std::vector<std::string_view> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.push_back(field.name);
  return nearest(word, names);
}

// "Modify" of "ModifyBackupPolicy".
std::string_view verb_of(std::string_view action) {
  std::size_t end = 1;
  while (end < action.size() && lower(action[end]) == action[end]) ++end;
  return action.substr(0, end);
}

bool is_near_verb(std::string_view word, std::string_view verb) {
  return edit_distance(word.substr(0, verb.size()), verb) <=
         std::max<std::size_t>(1, verb.size() / 3);
}

}  // namespace

std::string_view name(Effect effect) {
  switch (effect) {
    case Effect::Reads: return "reads";
    case Effect::Changes: return "changes";
    case Effect::Interrupts: return "interrupts service";
    case Effect::Deletes: return "deletes";
    case Effect::CostsMoney: return "costs money";
  }
  return {};
}

std::string_view name(FieldType type) {
  switch (type) {
    case FieldType::String: return "string";
    case FieldType::Integer32: return "int32";
    case FieldType::Integer64: return "int64";
    case FieldType::Boolean: return "boolean";
    case FieldType::Number: return "number";
    case FieldType::Object: return "object";
    case FieldType::Map: return "map";
    case FieldType::StringList: return "list of strings";
    case FieldType::IntegerList: return "list of integers";
    case FieldType::ObjectList: return "list of objects";
  }
  return {};
}

std::string_view pattern(TextFormat format) {
  switch (format) {
    case TextFormat::Any: return {};
    case TextFormat::UtcSeconds: return "yyyy-MM-ddTHH:mm:ssZ";
    case TextFormat::UtcMinutes: return "yyyy-MM-ddTHH:mmZ";
    case TextFormat::UtcMilliseconds: return "yyyy-MM-ddTHH:mm:ss.SSSZ";
    case TextFormat::DailyWindow: return "HH:mmZ-HH:mmZ";
    case TextFormat::Json: return "JSON";
  }
  return {};
}

bool is_secret(const Field& field) {
  return field.name.find("Password") != std::string_view::npos &&
         !field.name.ends_with("PasswordType");
}

std::string Action::ram_action() const {
  return "dds:" + std::string(name);
}

const Action* Catalogue::find(std::string_view name) const {
  const auto at = std::lower_bound(
      actions_.begin(), actions_.end(), name,
      [](const Action& action, std::string_view wanted) { return action.name < wanted; });
  return at != actions_.end() && at->name == name ? &*at : nullptr;
}

const Action* Catalogue::find_near(std::string_view name) const {
  std::vector<KnownWord> names;
  names.reserve(actions_.size());
  for (const Action& action : actions_) {
    const std::string_view verb = verb_of(action.name);
    // What changes something is not meant by who wrote another verb.
    if (action.effect != Effect::Reads && !is_near_verb(name, verb)) continue;
    names.push_back({action.name, wants_confirmation(action.effect) ? verb : std::string_view{}});
  }
  const std::string_view near = nearest(name, names);
  return near.empty() ? nullptr : find(near);
}

const Field* find_field(std::span<const Field> fields, std::string_view path) {
  const Field* field = nullptr;
  while (!path.empty()) {
    std::string_view part = take_part(path);
    if (part.ends_with("[]")) part.remove_suffix(2);
    if (field != nullptr && is_list(field->type) && is_number(part)) continue;
    field = named(fields, part);
    if (field == nullptr) return nullptr;
    fields = field->fields;
  }
  return field;
}

const Field* answer_field(const Action& action, std::string_view path) {
  return find_field(action.answer, path);
}

const Field* parameter(const Action& action, std::string_view flat_name) {
  std::span<const Field> fields = action.parameters;
  const Field* field = nullptr;
  while (!flat_name.empty()) {
    field = named(fields, take_part(flat_name));
    if (field == nullptr) return nullptr;
    if (is_list(field->type) && !is_number(take_part(flat_name))) return nullptr;
    fields = field->fields;
  }
  return fields.empty() ? field : nullptr;
}

std::string near_parameter(const Action& action, std::string_view flat_name) {
  std::string near;
  std::span<const Field> fields = action.parameters;
  do {
    const Field* field = named(fields, nearest_field(fields, take_part(flat_name)));
    if (field == nullptr) return {};
    near.append(near.empty() ? "" : ".").append(field->name);
    if (is_list(field->type)) {
      std::string_view after = flat_name;
      const std::string_view number = take_part(after);
      if (is_number(number)) flat_name = after;
      near.append(".").append(is_number(number) ? number : "1");
    }
    fields = field->fields;
    if (fields.empty() != flat_name.empty()) return {};
  } while (!fields.empty());
  return near;
}

}  // namespace dds::api
