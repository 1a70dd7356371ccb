#include "shell/widgets/focus.h"

#include <algorithm>

namespace dds::shell {

void Focus::set_by_pointer(ImGuiID id) {
  id_ = id;
  ring_ = false;
}

void Focus::set_by_key(ImGuiID id) {
  id_ = id;
  ring_ = true;
  scroll_ = id;
  edit_ = id;  // taken by text fields only
}

void Focus::move(const std::vector<std::uint32_t>& order, bool back) {
  if (order.empty()) return;
  const auto current = std::find(order.begin(), order.end(), id_);
  if (current == order.end()) {
    set_by_key(back ? order.back() : order.front());
  } else if (back) {
    set_by_key(current == order.begin() ? order.back() : *(current - 1));
  } else {
    set_by_key(current + 1 == order.end() ? order.front() : *(current + 1));
  }
}

bool Focus::take_activation(ImGuiID id) {
  if (activate_ != id || id == 0) return false;
  activate_ = 0;
  return true;
}

bool Focus::take_scroll(ImGuiID id) {
  if (scroll_ != id || id == 0) return false;
  scroll_ = 0;
  return true;
}

bool Focus::take_edit(ImGuiID id) {
  if (edit_ != id || id == 0) return false;
  edit_ = 0;
  return true;
}

bool Focus::take_request(std::string_view key) {
  if (requested_.empty() || requested_ != key) return false;
  requested_.clear();
  return true;
}

}  // namespace dds::shell
