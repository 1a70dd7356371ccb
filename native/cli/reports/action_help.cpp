#include "native/cli/reports/action_help.h"

#include <algorithm>
#include <vector>

#include "core/api/catalogue_check.h"
#include "core/api/flat_parameters.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {
namespace {

using api::Action;
using api::Field;

constexpr std::size_t kNameWidth = 34;

void append_line(std::string& text, const std::string& name, const std::string& about) {
  text += "  " + padded(name, kNameWidth);
  // A long name leaves no room beside it.
  if (name.size() >= kNameWidth) text += "\n  " + std::string(kNameWidth, ' ');
  text += about;
  while (text.ends_with(' ')) text.pop_back();
  text += "\n";
}

std::string type_word(const Field& field) {
  if (field.type == api::FieldType::StringList) return "string";
  if (field.type == api::FieldType::IntegerList) return "integer";
  return std::string(name(field.type));
}

// "string, required; Snapshot, Logical or Physical; default Physical".
std::string facts(const Field& field) {
  std::string text = type_word(field);
  if (field.required) text += ", required";
  if (field.deprecated) text += ", deprecated";
  const std::string allowed = api::allowed_values(field);
  if (!allowed.empty() && field.type != api::FieldType::Boolean) text += "; " + allowed;
  if (!field.default_value.empty()) text += "; default " + std::string(field.default_value);
  if (allowed.empty() && !field.example.empty()) text += "; e.g. " + std::string(field.example);
  return text;
}

void append_parameter(std::string& text, const Field& field, std::string flat, bool required) {
  if (is_list(field.type)) flat = api::flat_name(flat, std::size_t{1});
  if (!field.fields.empty()) {
    for (const Field& inner : field.fields)
      append_parameter(text, inner, api::flat_name(flat, inner.name), required || field.required);
    return;
  }
  Field shown = field;
  shown.required = required || field.required;
  append_line(text, "--" + flat + (is_secret(field) ? " -" : " VALUE"), facts(shown));
  if (!field.meaning.empty()) append_line(text, "", std::string(field.meaning));
}

void append_answer(std::string& text, std::span<const Field> fields, const std::string& outer) {
  for (const Field& field : fields) {
    std::string path = outer + std::string(field.name);
    if (is_list(field.type)) path += "[]";
    if (!field.fields.empty()) {
      append_answer(text, field.fields, path + ".");
      continue;
    }
    std::string about = type_word(field);
    if (field.deprecated) about += ", deprecated";
    const std::string allowed = api::allowed_values(field);
    if (!allowed.empty() && field.type != api::FieldType::Boolean) about += "; " + allowed;
    if (!field.meaning.empty()) about += "; " + std::string(field.meaning);
    append_line(text, path, about);
  }
}

std::string effect_text(const Action& action) {
  std::string text(name(action.effect));
  if (wants_confirmation(action.effect)) text += "; asks before it is sent";
  if (action.effect_inferred) text += " (our judgement, no source says so)";
  return text;
}

std::string parameters_text(const Action& action) {
  std::string text;
  std::string hidden;
  for (const Field& field : action.parameters) {
    if (field.hidden) {
      hidden += (hidden.empty() ? "" : ", ") + std::string(field.name);
    } else {
      append_parameter(text, field, std::string(field.name), false);
    }
  }
  if (text.empty()) text = "  none\n";
  if (!hidden.empty()) text += "  Seldom needed: " + hidden + "\n";
  return text;
}

}  // namespace

std::string describe_action(const Action& action) {
  std::string text = std::string(action.summary) + ".\n\n";
  text += "  group       " + std::string(action.group) + "\n";
  text += "  effect      " + effect_text(action) + "\n";
  text += "  permission  " + action.ram_action() + "\n";
  if (action.methods != api::Methods::Both)
    text += std::string("  method      ") +
            (action.methods == api::Methods::PostOnly ? "POST" : "GET") + " only\n";
  if (action.deprecated) {
    text += "  deprecated";
    if (!action.instead.empty()) text += ", use " + std::string(action.instead);
    text += "\n";
  }
  text += "\nParameters:\n" + parameters_text(action);
  text += "\nAnswer:\n";
  append_answer(text, action.answer, "");
  return text;
}

std::string example_call(const Action& action) {
  std::string line = "dds " + std::string(action.name);
  for (const Parameter& parameter : api::example_parameters(action)) {
    const Field* field = api::parameter(action, parameter.name);
    const bool secret = field != nullptr && is_secret(*field);
    line += " --" + parameter.name + " " + (secret ? "-" : quoted(parameter.value));
  }
  return line;
}

}  // namespace dds::cli
