#include "core/api/catalogue_check.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/api/backup_window.h"
#include "core/api/check.h"
#include "core/base/ascii.h"
#include "core/base/time.h"
#include "core/base/utf8.h"
#include "core/response/json_reader.h"

namespace dds::api {
namespace {

template <class Texts>
bool holds(const Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// "30, 50 or 100".
std::string listed(std::span<const std::string_view> texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += i + 1 == texts.size() ? " or " : ", ";
    out += texts[i];
  }
  return out;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(text.substr(0, point)) &&
         (point == std::string_view::npos || digits(text.substr(point + 1)));
}

bool is_json(std::string_view text) {
  response::JsonBuilder builder;
  return response::JsonReader(text, builder).read();
}

bool has_format(TextFormat format, std::string_view text) {
  constexpr std::size_t kMinutes = std::string_view("2026-01-14T06:00Z").size();
  constexpr std::size_t kSeconds = kMinutes + 3;
  constexpr std::size_t kMilliseconds = kSeconds + 4;
  switch (format) {
    case TextFormat::Any: return true;
    case TextFormat::UtcMinutes: return text.size() == kMinutes && parse_utc(text).ok();
    case TextFormat::UtcSeconds: return text.size() == kSeconds && parse_utc(text).ok();
    case TextFormat::UtcMilliseconds: return text.size() == kMilliseconds && parse_utc(text).ok();
    case TextFormat::DailyWindow: return parse_backup_window(text).ok();
    case TextFormat::Json: return is_json(text);
  }
  return true;
}

// The type that one value of the field has: a list's entries are checked one by one.
FieldType one_value(FieldType type) {
  if (type == FieldType::StringList) return FieldType::String;
  if (type == FieldType::IntegerList) return FieldType::Integer64;
  return type;
}

bool has_type(FieldType type, std::string_view value) {
  switch (one_value(type)) {
    case FieldType::Integer32: {
      const std::optional<std::int64_t> number = whole_number(value);
      return number && *number >= std::numeric_limits<std::int32_t>::min() &&
             *number <= std::numeric_limits<std::int32_t>::max();
    }
    case FieldType::Integer64: return whole_number(value).has_value();
    case FieldType::Number: return is_decimal(value);
    case FieldType::Boolean: return value == "true" || value == "false";
    case FieldType::Object:
    case FieldType::ObjectList: return false;
    default: return true;
  }
}

bool in_range(const Field& field, std::string_view value) {
  if (!field.range) return true;
  const std::optional<std::int64_t> number = whole_number(value);
  return number && *number >= field.range->least && *number <= field.range->most;
}

// The first of the values that is not among the valid ones; "" when all are.
std::string_view not_valid(const Field& field, std::string_view value) {
  if (field.values.empty() || field.open) return {};
  if (!field.comma_list) return holds(field.values, value) ? std::string_view() : value;
  while (true) {
    const std::string_view one = value.substr(0, value.find(','));
    // Of two commas in a row, show more than nothing.
    if (!holds(field.values, one)) return one.empty() ? std::string_view(",") : one;
    if (one.size() == value.size()) return {};
    value.remove_prefix(one.size() + 1);
  }
}

std::string wanted_type(FieldType type) {
  switch (one_value(type)) {
    case FieldType::Integer32: return "a whole number of 32 bits";
    case FieldType::Integer64: return "a whole number";
    case FieldType::Number: return "a number such as 0.5";
    case FieldType::Boolean: return "true or false";
    default: return {};
  }
}

std::string example_of(TextFormat format) {
  switch (format) {
    case TextFormat::UtcSeconds: return "2026-01-14T06:00:00Z";
    case TextFormat::UtcMinutes: return "2026-01-14T06:00Z";
    case TextFormat::UtcMilliseconds: return "2026-01-14T06:00:00.000Z";
    case TextFormat::DailyWindow: return "03:00Z-04:00Z";
    default: return {};
  }
}

Error not_allowed(std::string_view name, std::string_view value, const std::string& allowed) {
  return invalid(name, std::string(name) + " is " + shown(value) + "; allowed is " + allowed + ".");
}

std::string format_in_words(TextFormat format) {
  if (format == TextFormat::Json) return "a JSON text";
  if (format == TextFormat::DailyWindow) return "one hour in UTC, such as 03:00Z-04:00Z";
  return "a time in UTC of the form " + std::string(pattern(format)) + ", such as " +
         example_of(format);
}

Status nested_needed(const Field& field, std::string_view name) {
  std::string sentence = std::string(name) + " has members of its own";
  if (!field.fields.empty()) {
    const std::string number = field.type == FieldType::ObjectList ? ".1." : ".";
    sentence += "; give " + std::string(name) + number + std::string(field.fields.front().name);
  }
  return invalid(name, sentence + ".");
}

bool is_given(const Field& field, const Parameters& parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
    const std::string_view name = parameter.name;
    return !parameter.value.empty() && name.starts_with(field.name) &&
           (name.size() == field.name.size() || name[field.name.size()] == '.');
  });
}

Error missing(const Field& field) {
  std::string sentence = std::string(field.name) + " is missing";
  if (!field.example.empty()) sentence += "; give it, such as " + std::string(field.example);
  if (!field.fields.empty())
    sentence +=
        "; give " + std::string(field.name) + ".1." + std::string(field.fields.front().name);
  return make_error(ErrorCode::MissingParameter, sentence + ".", std::string(field.name));
}

Error unknown(const Action& action, const Parameter& parameter) {
  std::string sentence = std::string(action.name) + " has no parameter " + one_line(parameter.name);
  const std::string near = near_parameter(action, parameter.name);
  if (!near.empty()) sentence += "; did you mean " + near + "?";
  return invalid(parameter.name, near.empty() ? sentence + "." : sentence);
}

}  // namespace

std::string allowed_values(const Field& field) {
  std::string words;
  if (field.range) {
    words = std::to_string(field.range->least) + " to " + std::to_string(field.range->most);
    if (!field.also_allowed.empty()) words += ", or " + listed(field.also_allowed);
  } else if (!field.values.empty()) {
    words = listed(field.values);
    if (field.comma_list) words += ", several joined by commas";
    if (field.open) words = "such as " + words;
  } else if (field.type == FieldType::Boolean) {
    words = "true or false";
  } else {
    words = pattern(field.format);
    if (field.comma_list) words = "several, joined by commas";
  }
  return words;
}

Status check_value(const Field& field, std::string_view flat_name, std::string_view value) {
  if (value.empty()) {
    if (!field.required) return std::nullopt;
    return make_error(ErrorCode::MissingParameter,
                      std::string(flat_name) + " is empty; it is required.",
                      std::string(flat_name));
  }
  if (!is_valid_utf8(value)) {
    return make_error(ErrorCode::InvalidText,
                      "The value of " + std::string(flat_name) + " is not valid UTF-8.",
                      std::string(flat_name));
  }
  if (!field.fields.empty()) return nested_needed(field, flat_name);
  if (holds(field.also_allowed, value)) return std::nullopt;
  if (!has_type(field.type, value)) {
    const std::string allowed = field.range ? allowed_values(field) : wanted_type(field.type);
    return not_allowed(flat_name, value, allowed);
  }
  if (!in_range(field, value)) return not_allowed(flat_name, value, allowed_values(field));
  if (!has_format(field.format, value))
    return not_allowed(flat_name, value, format_in_words(field.format));
  if (const std::string_view wrong = not_valid(field, value); !wrong.empty()) {
    const auto other_case =
        std::find_if(field.values.begin(), field.values.end(),
                     [&](std::string_view right) { return equal_ignoring_case(right, wrong); });
    if (other_case != field.values.end())
      return not_allowed(flat_name, wrong, std::string(*other_case) + ", spelled so");
    return not_allowed(flat_name, wrong, allowed_values(field));
  }
  return std::nullopt;
}

Status check_value(const Field& field, std::string_view value) {
  return check_value(field, field.name, value);
}

std::vector<Error> check_parameters(const Action& action, const Parameters& parameters) {
  std::vector<Error> problems;
  for (const Field& field : action.parameters) {
    if (field.required && !is_given(field, parameters)) problems.push_back(missing(field));
  }
  for (const Parameter& given : parameters) {
    const Field* field = parameter(action, given.name);
    // Taken though it is not listed: it picks the endpoint (api/create_backup.h).
    if (field == nullptr && given.name == "RegionId") continue;
    if (field == nullptr) {
      problems.push_back(unknown(action, given));
    } else if (!given.value.empty()) {
      if (Status problem = check_value(*field, given.name, given.value))
        problems.push_back(*std::move(problem));
    }
  }
  return problems;
}

}  // namespace dds::api
