#include "core/api/page_facts.h"

#include <algorithm>
#include <limits>
#include <string>

namespace dds::api {
namespace {

std::optional<std::int64_t> not_negative(const response::Answer& answer, std::string_view name) {
  const std::optional<std::int64_t> number = response::integer_at(*answer.data, name);
  return number && *number >= 0 ? number : std::nullopt;
}

}  // namespace

PageFacts read_page_facts(const response::Answer& answer) {
  PageFacts facts;
  // nothing < any number
  facts.counted =
      std::max(not_negative(answer, "TotalCount"), not_negative(answer, "TotalRecordCount"));
  std::optional<std::int64_t> size = not_negative(answer, "PageSize");
  if (!size) size = not_negative(answer, "MaxRecordsPerPage");
  if (size && *size > 0 && *size <= std::numeric_limits<std::int32_t>::max())
    facts.size = static_cast<std::int32_t>(*size);
  return facts;
}

Status check_count(const response::Answer& answer, std::size_t listed, std::string_view things) {
  const std::optional<std::int64_t> counted = read_page_facts(answer).counted;
  if (!counted || *counted <= static_cast<std::int64_t>(listed)) return std::nullopt;
  return make_error(ErrorCode::NotAnAnswer,
                    "The answer holds " + std::to_string(listed) + " of " +
                        std::to_string(*counted) + " " + std::string(things) + ".",
                    {});
}

}  // namespace dds::api
