// One way of talking to the service: a connection and the driver that pumps over it. A new
// connection makes a new session; the old one lives on while backups are followed through it.
//
// Shared by the model and the activities. One thread.
#pragma once

#include <cstdint>
#include <memory>

#include "core/backup/driver.h"

namespace dds::shell {

struct Session {
  std::uint64_t number = 0;
  std::shared_ptr<const backup::Connection> connection;
  std::unique_ptr<backup::Driver> driver;
};

}  // namespace dds::shell
