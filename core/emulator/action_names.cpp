#include "core/emulator/action_names.h"

#include <algorithm>

#include "core/api/catalogue.h"

namespace dds::emulator {

bool is_service_action(std::string_view name) {
  return api::catalogue().find(name) != nullptr;
}

bool is_beginning_of_action(std::string_view text) {
  const auto actions = api::catalogue().actions();
  return std::any_of(actions.begin(), actions.end(),
                     [&](const api::Action& action) { return action.name.starts_with(text); });
}

}  // namespace dds::emulator
