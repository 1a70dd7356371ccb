#include "core/response/lists.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace dds::response {
namespace {

using nlohmann::json;

// XML's empty element, `<Backups/>`. In JSON an empty text is a text.
bool is_empty_element(const json& value, BodyFormat format) {
  const auto* text = value.get_ptr<const json::string_t*>();
  return format == BodyFormat::Xml && text && text->empty();
}

// What holds the entries: an array, a lone entry or XML's empty element. nullptr: no list.
const json* holder_of(const json& list, BodyFormat format, const ListName& name) {
  if (list.is_array() || is_empty_element(list, format)) return &list;
  if (!list.is_object()) return nullptr;
  const json* inner = member(list, name.entry);
  if (inner) return inner->is_structured() ? inner : nullptr;
  return name.plain && !list.empty() ? &list : nullptr;
}

// Nothing: no list, or an entry that is no object.
std::optional<Entries> entries_of(const json& list, BodyFormat format, const ListName& name) {
  const json* holder = holder_of(list, format, name);
  if (!holder) return std::nullopt;
  Entries entries;
  if (holder->is_object()) {
    if (holder->empty()) return std::nullopt;
    entries.push_back(holder);
  } else if (holder->is_array()) {
    if (!std::all_of(holder->begin(), holder->end(), [](const json& e) { return e.is_object(); }))
      return std::nullopt;
    entries.reserve(holder->size());
    for (const json& entry : *holder) entries.push_back(&entry);
  }
  return entries;
}

}  // namespace

Result<Entries> read_list(const Answer& answer, std::string_view action, const ListName& name) {
  const json* list = member(*answer.data, name.list);
  std::optional<Entries> entries;
  if (list) entries = entries_of(*list, answer.format, name);
  if (entries) return *std::move(entries);
  std::string text = "The answer to ";
  text.append(action).append(" has no list ").append(name.list);
  text += list ? ": what it has by that name cannot be read as one." : ".";
  return make_error(ErrorCode::NotAnAnswer, std::move(text), std::string(name.list));
}

Result<std::optional<Entries>> read_inner_list(const json& entry, BodyFormat format,
                                               const ListName& name) {
  const json* list = member(entry, name.list);
  const bool told = list && !list->is_null() && !(list->is_object() && list->empty());
  if (!told) return std::optional<Entries>{};
  std::optional<Entries> entries = entries_of(*list, format, name);
  if (entries) return entries;
  return make_error(ErrorCode::NotAnAnswer,
                    "What the answer has as " + std::string(name.list) + " is no list.",
                    std::string(name.list));
}

std::string id_at(const json& entry, std::string_view name) {
  const json* value = member(entry, name);
  const bool names = value && (value->is_string() || value->is_number_integer());
  return names ? text_at(entry, name) : std::string();
}

Error incomplete_entry(std::string_view list, std::string_view lacks) {
  std::string text = "An entry of the list ";
  text.append(list).append(" has no ").append(lacks).append(".");
  return make_error(ErrorCode::NotAnAnswer, std::move(text), std::string(list));
}

}  // namespace dds::response
