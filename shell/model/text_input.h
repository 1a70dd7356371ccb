// The text of one input field: a zero-terminated buffer that ImGui edits in place, wiped when it
// goes.
//
// Owned by the form that it belongs to. What was typed stays until it is cleared or replaced.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/secret.h"

namespace dds::shell {

class TextInput {
 public:
  /// `capacity` in bytes, the closing zero included.
  explicit TextInput(std::size_t capacity = 256) : bytes_(capacity, '\0') {}
  TextInput(const TextInput&) = delete;
  TextInput& operator=(const TextInput&) = delete;
  /// The other one is empty then, and can be typed in as before.
  TextInput(TextInput&& other) noexcept
      : bytes_(std::exchange(other.bytes_, std::vector<char>(other.bytes_.size(), '\0'))) {}
  TextInput& operator=(TextInput&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    other.clear();
    return *this;
  }
  ~TextInput() { clear(); }

  [[nodiscard]] std::string_view view() const { return bytes_.data(); }
  [[nodiscard]] bool empty() const { return bytes_.front() == '\0'; }
  /// Room for at least that many bytes, the closing zero included; the text stays.
  void reserve(std::size_t capacity) {
    if (capacity <= bytes_.size()) return;
    std::vector<char> larger(std::max(capacity, bytes_.size() * 2), '\0');
    std::copy(bytes_.begin(), bytes_.end(), larger.begin());
    wipe_memory(bytes_.data(), bytes_.size());
    bytes_.swap(larger);
  }
  /// Cut to what fits.
  void set(std::string_view text) {
    clear();
    std::copy_n(text.data(), std::min(text.size(), bytes_.size() - 1), bytes_.data());
  }
  void clear() {
    wipe_memory(bytes_.data(), bytes_.size());
    bytes_.front() = '\0';
  }

  [[nodiscard]] char* data() { return bytes_.data(); }
  [[nodiscard]] int capacity() const { return static_cast<int>(bytes_.size()); }

 private:
  std::vector<char> bytes_;
};

}  // namespace dds::shell
