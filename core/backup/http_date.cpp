#include "core/backup/http_date.h"

#include <string>

namespace dds::backup {

std::optional<Instant> parse_http_date(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || text.substr(25) != " GMT" || text[3] != ',') return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  const auto number = static_cast<unsigned>(month / 3 + 1);
  std::string iso(text.substr(12, 4));
  iso += number < 10 ? "-0" : "-";
  iso += std::to_string(number);
  iso += "-";
  iso += text.substr(5, 2);
  iso += "T";
  iso += text.substr(17, 8);
  iso += "Z";
  const Result<Instant> instant = parse_utc(iso);
  if (!instant) return std::nullopt;
  return *instant;
}

}  // namespace dds::backup
