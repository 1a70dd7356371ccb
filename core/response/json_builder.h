// Builds a JSON value from what a reader meets, in the order of the text, within the bounds of
// body.h.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::response {

/// Each function that adds gives false once a bound is passed; `stop()` says which.
// What the library's destructor may throw is for want of memory, where the program ends.
class JsonBuilder {  // NOLINT(bugprone-exception-escape)
 public:
  enum class Stop { None, TooDeep, TooMany };

  template <class Value>
  bool add(Value&& value) {
    return place(std::forward<Value>(value)) != nullptr;
  }
  bool open_object() { return open(nlohmann::json::value_t::object); }
  bool open_array() { return open(nlohmann::json::value_t::array); }
  void close() { parents_.pop_back(); }
  /// The member of the open object that the next value is for. One of the same name is replaced.
  void name(std::string&& name) {
    auto& members = parents_.back()->get_ref<nlohmann::json::object_t&>();
    member_ = &members.try_emplace(std::move(name)).first->second;
  }

  [[nodiscard]] bool is_open() const { return !parents_.empty(); }
  [[nodiscard]] bool in_object() const { return is_open() && parents_.back()->is_object(); }
  [[nodiscard]] Stop stop() const { return stop_; }
  [[nodiscard]] nlohmann::json take() { return std::move(root_); }

 private:
  template <class Value>
  nlohmann::json* place(Value&& value) {
    if (++count_ > kMaxValues) {
      stop_ = Stop::TooMany;
      return nullptr;
    }
    if (parents_.empty()) {
      root_ = nlohmann::json(std::forward<Value>(value));
      return &root_;
    }
    nlohmann::json& parent = *parents_.back();
    if (parent.is_array())
      return &parent.get_ref<nlohmann::json::array_t&>().emplace_back(std::forward<Value>(value));
    *member_ = nlohmann::json(std::forward<Value>(value));
    return member_;
  }

  bool open(nlohmann::json::value_t type) {
    if (parents_.size() >= static_cast<std::size_t>(kMaxDepth)) {
      stop_ = Stop::TooDeep;
      return false;
    }
    nlohmann::json* value = place(type);
    // Stays valid while it is open: its parent gets no further element before it is closed.
    if (value != nullptr) parents_.push_back(value);
    return value != nullptr;
  }

  nlohmann::json root_;
  std::vector<nlohmann::json*> parents_;  // the open objects and arrays
  nlohmann::json* member_ = nullptr;      // whose name was read last
  std::size_t count_ = 0;
  Stop stop_ = Stop::None;
};

}  // namespace dds::response
