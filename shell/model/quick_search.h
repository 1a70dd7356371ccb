// What Ctrl+K finds: instances, actions and pages by what is typed.
//
// Owned by the Model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shell/model/instance_list.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class FoundKind { Page, Instance, Action };

struct FoundItem {
  FoundKind kind = FoundKind::Page;
  std::string id;    // of the instance; the action's or page's name
  std::string name;  // what the row says
  std::string note;  // beside it
};

class QuickSearch {
 public:
  static constexpr std::size_t kMostItems = 10;

  TextInput text{128};
  /// What fits what was typed: pages, then instances, then actions; pages alone for nothing.
  void find(const InstanceList& instances);
  [[nodiscard]] const std::vector<FoundItem>& items() const { return items_; }

 private:
  std::vector<FoundItem> items_;
};

}  // namespace dds::shell
