// JSON for programs: fields in the order they are read, times in UTC, what is unknown as null.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "core/api/backups.h"
#include "core/base/time.h"
#include "native/cli/session/connection.h"

namespace dds::cli {

using OrderedJson = nlohmann::ordered_json;

template <class T>
[[nodiscard]] OrderedJson value_or_null(const std::optional<T>& value) {
  return value ? OrderedJson(*value) : OrderedJson(nullptr);
}

/// "2026-01-14T06:00:00Z".
[[nodiscard]] OrderedJson time_or_null(const std::optional<Instant>& instant);
/// Whole seconds.
[[nodiscard]] OrderedJson seconds_or_null(const std::optional<Milliseconds>& duration);

/// backup_id, status, method, size_bytes, started, ended, expires (9999-01-01T00:00:00Z: kept for
/// ever), node_id.
[[nodiscard]] OrderedJson set_json(const api::BackupSet& set);

/// As text, indented, with everything secret masked.
[[nodiscard]] std::string to_text(const OrderedJson& document, const Session& session);
/// On stdout.
void put_json(const OrderedJson& document, const Session& session);

}  // namespace dds::cli
