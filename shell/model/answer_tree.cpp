#include "shell/model/answer_tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using nlohmann::json;

constexpr std::size_t kSmall = 20;
constexpr int kOpenDepth = 4;
constexpr std::size_t kMostLines = 1'000'000;
constexpr std::size_t kShownText = 4096;
constexpr std::size_t kBehindCut = std::size_t{16} * 1024;  // longer than any secret

// Calls `visit(value, member, index)` for each entry or member.
template <class Visit>
void each(const json& value, const Visit& visit) {
  std::uint32_t index = 0;
  if (const auto* list = value.get_ptr<const json::array_t*>()) {
    for (const json& entry : *list) visit(entry, nullptr, index++);
  } else if (const auto* object = value.get_ptr<const json::object_t*>()) {
    for (const auto& member : *object) visit(member.second, &member.first, index++);
  }
}

}  // namespace

void AnswerTree::show(const json& answer, const api::Action* action) {
  clear();
  answer_ = &answer;
  action_ = action;
  open_small(answer, 0);
  rebuild();
}

void AnswerTree::clear() {
  answer_ = nullptr;
  open_.clear();
  lines_.clear();
  selected = -1;
}

void AnswerTree::open_small(const json& value, int depth) {
  if (!value.is_structured() || depth > kOpenDepth || value.size() > kSmall) return;
  open_.insert(&value);
  each(value,
       [&](const json& inner, const std::string*, std::uint32_t) { open_small(inner, depth + 1); });
}

bool AnswerTree::opens(const TreeLine& line) const {
  return line.value->is_structured() && !line.value->empty();
}

void AnswerTree::rebuild() {
  lines_.clear();
  const auto add = [&](const auto& self, const json& value, std::span<const api::Field> fields,
                       std::uint32_t depth) -> void {
    each(value, [&](const json& inner, const std::string* member, std::uint32_t index) {
      if (lines_.size() >= kMostLines) return;
      const api::Field* field = member == nullptr ? nullptr : api::find_field(fields, *member);
      lines_.push_back({&inner, member, index, depth, field});
      if (!open_.contains(&inner)) return;
      std::span<const api::Field> below = fields;
      if (member != nullptr) {
        below = {};
        if (field != nullptr) below = field->fields;
      }
      self(self, inner, below, depth + 1);
    });
  };
  if (answer_ == nullptr) return;
  add(add, *answer_, action_ == nullptr ? std::span<const api::Field>() : action_->answer, 0);
}

void AnswerTree::toggle(std::size_t line) {
  if (line >= lines_.size() || !opens(lines_[line])) return;
  const json* value = lines_[line].value;
  if (open_.erase(value) == 0) open_.insert(value);
  rebuild();
}

void AnswerTree::open_all() {
  const auto add = [&](const auto& self, const json& value) -> void {
    if (!value.is_structured() || open_.size() >= kMostLines) return;
    open_.insert(&value);
    each(value, [&](const json& inner, const std::string*, std::uint32_t) { self(self, inner); });
  };
  if (answer_ != nullptr) add(add, *answer_);
  rebuild();
}

void AnswerTree::close_all() {
  open_.clear();
  rebuild();
}

std::string name_of(const TreeLine& line) {
  return line.member == nullptr ? std::to_string(line.index + 1) : *line.member;
}

std::string masked_beginning(std::string text, std::size_t most,
                             const signing::Credentials& credentials) {
  // A secret that the cut would halve could not be known any more: masked first, and what stands at
  // the end of what was looked at goes.
  const bool cut = text.size() > most;
  const bool looked_at_all = text.size() <= most + kBehindCut;
  if (!looked_at_all) text.resize(most + kBehindCut);
  text = response::redact(replace_invalid_utf8(text), credentials);
  if (!cut) return text;
  std::size_t end = std::min(most, text.size());
  if (!looked_at_all) end = std::min(end, text.size() - std::min(text.size(), kBehindCut / 2));
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  text.resize(end);
  return text + "\xE2\x80\xA6";
}

std::string shown_value(std::string_view member, const json& value,
                        const signing::Credentials& credentials) {
  if (!value.is_structured() && response::is_secret_name(member) && !value.empty())
    return std::string(response::kMask);
  std::string text = value.is_string() ? *value.get_ptr<const std::string*>()
                                       : value.dump(-1, ' ', false, json::error_handler_t::replace);
  return masked_beginning(std::move(text), kShownText, credentials);
}

std::string value_of(const TreeLine& line, const signing::Credentials& credentials) {
  if (line.value->is_array())
    return line.value->size() == 1 ? "1 entry" : std::to_string(line.value->size()) + " entries";
  if (line.value->is_object()) return counted(line.value->size(), "member");
  return shown_value(line.member == nullptr ? std::string_view() : *line.member, *line.value,
                     credentials);
}

}  // namespace dds::shell
