// The state document: everything that an emulator knows, as JSON with a version and a checksum, so
// that it can be put down and taken up again and answers byte for byte as if it had never stopped.
//
//   {"format": "dds-emulator-state", "version": 1, "checksum": "<SHA-256 of state>", "state":
//   {...}}
//
// Access keys are not in it: the well-known one is in every emulator, others have to be added
// again.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/emulator/account.h"
#include "core/emulator/gateway.h"
#include "core/emulator/throttle.h"

namespace dds::emulator {

/// Everything of an emulator that is put down.
struct Saved {
  Settings settings;
  std::uint64_t requests = 0;
  Account account;
  Gateway gateway;
  Throttle throttle;
};

[[nodiscard]] std::string write_state(const Saved& saved);

/// What was saved, or one sentence that says why the document cannot be read: no JSON, another
/// format or version, changed since (the checksum), or a field that is missing or of another kind.
[[nodiscard]] Result<Saved> read_state(std::string_view document);

}  // namespace dds::emulator
