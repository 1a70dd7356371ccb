// What the console's panels ask of the model around them: the session in force, the clock, a fresh
// seed. Handed to each when it is made; all of it outlives them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "shell/host.h"
#include "shell/model/session.h"

namespace dds::shell {

struct PanelServices {
  Host* host = nullptr;
  std::function<void()> changed;                      // something on screen may have changed
  std::function<std::shared_ptr<Session>()> session;  // nullptr: there is none
  std::function<std::string()> region_id;
  std::function<std::uint64_t()> seed;  // for the jitter of retries
};

}  // namespace dds::shell
