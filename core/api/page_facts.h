// What an answer tells of the list that it is a page of: how many there are in all, how many a
// page holds. Source: API reference of DescribeDBInstances, DescribeBackups, DescribeBackupDBs
// (TotalCount, PageSize); DescribeDBInstances' relatives spell them TotalRecordCount and
// MaxRecordsPerPage. DescribeClusterBackups tells no count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/response/answer.h"

namespace dds::api {

struct PageFacts {
  std::optional<std::int64_t> counted;  // of the whole list, by the service's own word
  std::optional<std::int32_t> size;     // entries a page
};

/// What is absent, negative or no number is not told. Of two counts that contradict each other the
/// larger one counts: a list that may be longer is not believed to be whole.
[[nodiscard]] PageFacts read_page_facts(const response::Answer& answer);

/// For lists that come in one answer: an Error when the answer itself counts more `things` than the
/// `listed` that it holds. An answer without a count, as the documentation has them for jobs,
/// regions and restorable times, passes.
[[nodiscard]] Status check_count(const response::Answer& answer, std::size_t listed,
                                 std::string_view things);

}  // namespace dds::api
