// One way of talking to the service: a connection and the driver that pumps over it. A new
// connection makes a new session; the old one lives on while backups are followed through it.
//
// Shared by the model and the activities. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/backup/driver.h"
#include "core/backup/journal.h"
#include "core/base/secret.h"

namespace dds::shell {

struct Session {
  std::uint64_t number = 0;
  std::shared_ptr<const backup::Connection> connection;
  std::unique_ptr<backup::Driver> driver;

  /// Of a run that begins over it.
  [[nodiscard]] backup::JournalHead journal_head(
      Instant now, std::vector<api::CreateBackupParameters> backups) const {
    return {now, connection->endpoint.url(), shorten_key_id(connection->credentials.access_key_id),
            std::move(backups)};
  }
  /// Whether a run that began so may be gone on with: the same service and key.
  [[nodiscard]] bool may_go_on(const backup::JournalHead& head) const {
    return head.endpoint == connection->endpoint.url() &&
           head.key_id == shorten_key_id(connection->credentials.access_key_id);
  }
};

}  // namespace dds::shell
