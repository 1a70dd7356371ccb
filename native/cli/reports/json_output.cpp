#include "native/cli/reports/json_output.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "native/cli/terminal/say.h"

namespace dds::cli {

OrderedJson time_or_null(const std::optional<Instant>& instant) {
  return instant ? OrderedJson(format_utc(*instant)) : OrderedJson(nullptr);
}

OrderedJson seconds_or_null(const std::optional<Milliseconds>& duration) {
  if (!duration) return nullptr;
  return std::chrono::floor<Seconds>(*duration).count();
}

OrderedJson set_json(const api::BackupSet& set) {
  return {{"backup_id", set.id},
          {"status", set.state_text},
          {"method", set.method},
          {"size_bytes", value_or_null(set.size_bytes)},
          {"started", time_or_null(set.started)},
          {"ended", time_or_null(set.ended)},
          {"expires", time_or_null(set.expires)},
          {"node_id", set.node_id}};
}

std::string to_text(const OrderedJson& document, const Session& session) {
  const std::string text = document.dump(2, ' ', false, OrderedJson::error_handler_t::replace);
  return clean(text, &session.connection.credentials) + "\n";
}

void put_json(const OrderedJson& document, const Session& session) {
  put(to_text(document, session));
}

}  // namespace dds::cli
