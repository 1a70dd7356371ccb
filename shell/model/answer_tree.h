// An answer as a tree of lines that open and close, each with what the catalogue says about it.
//
// Owned by the ApiPage. Points into the answer that it was given, which must outlive it or be
// replaced by `clear`. A line is a few words of memory: lists of 100,000 entries stay smooth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/api/catalogue.h"
#include "core/signing/credentials.h"

namespace dds::shell {

struct TreeLine {
  const nlohmann::json* value = nullptr;
  const std::string* member = nullptr;  // name in its object; nullptr: an entry of a list
  std::uint32_t index = 0;              // among its siblings, from 0
  std::uint32_t depth = 0;
  const api::Field* field = nullptr;  // what the catalogue knows about it, or nullptr
};

class AnswerTree {
 public:
  /// Opens what is small; lists with many entries stay closed.
  void show(const nlohmann::json& answer, const api::Action* action);
  void clear();

  [[nodiscard]] const std::vector<TreeLine>& lines() const { return lines_; }
  [[nodiscard]] bool opens(const TreeLine& line) const;
  [[nodiscard]] bool is_open(const TreeLine& line) const { return open_.contains(line.value); }
  void toggle(std::size_t line);
  void open_all();
  void close_all();

  int selected = -1;

 private:
  void open_small(const nlohmann::json& value, int depth);
  void rebuild();

  const nlohmann::json* answer_ = nullptr;
  const api::Action* action_ = nullptr;
  std::unordered_set<const nlohmann::json*> open_;
  std::vector<TreeLine> lines_;
};

/// "DBInstanceId", "3".
[[nodiscard]] std::string name_of(const TreeLine& line);
/// A scalar as text, secrets masked; "3 entries", "5 members" of what opens. At most about 4 KB.
[[nodiscard]] std::string value_of(const TreeLine& line, const signing::Credentials& credentials);

/// The beginning of a text for the screen, secrets masked: at most so many bytes, then an ellipsis.
[[nodiscard]] std::string masked_beginning(std::string text, std::size_t most,
                                           const signing::Credentials& credentials);

/// A value of a member of that name as text for the screen: secrets masked, cut to about 4 KB.
[[nodiscard]] std::string shown_value(std::string_view member, const nlohmann::json& value,
                                      const signing::Credentials& credentials);

}  // namespace dds::shell
