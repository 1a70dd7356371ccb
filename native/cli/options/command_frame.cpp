#include "native/cli/options/command_frame.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/api/check.h"
#include "core/api/endpoint.h"
#include "core/base/utf8.h"
#include "native/cli/terminal/say.h"

namespace dds::cli {

CommandFrame::CommandFrame(std::string usage, std::string description, std::string examples)
    : parser_(std::move(usage), std::move(description), std::move(examples)) {}

std::optional<ExitCode> CommandFrame::parse(const std::vector<std::string>& arguments) {
  add_common_options(parser_.option_set(), texts_);
  if (several_regions_) take_several_regions(parser_.option_set());
  if (const std::optional<ExitCode> ended = parser_.parse(arguments)) return ended;
  if (several_regions_ && !texts_.region.empty()) {
    Result<std::vector<std::string>> regions = split_regions(texts_.region);
    if (!regions) return wrong_usage(regions.error().message);
    regions_ = *std::move(regions);
    texts_.region = regions_.front();
  }
  Result<CommonOptions> options = read_common_options(texts_);
  if (!options) return wrong_usage(options.error().message);
  options_ = std::move(*options);
  if (options_.format == api::Format::Xml)
    return wrong_usage("--format XML is for single actions; leave it out here.");
  if (options_.output == OutputKind::Raw)
    return wrong_usage("--output raw is for single actions; here it takes json or table.");
  return std::nullopt;
}

OutputKind CommandFrame::output() const {
  return resolve(options_.output);
}

Result<std::vector<std::string>> split_regions(std::string_view text) {
  const auto wrong = [](std::string sentence) {
    return make_error(ErrorCode::InvalidParameter, std::move(sentence), "--region");
  };
  std::vector<std::string> regions;
  for (;;) {
    const std::size_t comma = text.find_first_of(",\n");
    std::string region(text.substr(0, comma));
    if (region.empty())
      return wrong("--region names no region beside a comma; write cn-hangzhou,cn-beijing.");
    if (Status problem = api::check_region_id(region)) return *problem;
    if (std::find(regions.begin(), regions.end(), region) != regions.end())
      return wrong("--region names " + region + " twice; name each region once.");
    regions.push_back(std::move(region));
    if (comma == std::string_view::npos) return regions;
    text.remove_prefix(comma + 1);
  }
}

std::optional<std::string> instance_problem(const std::vector<std::string>& ids,
                                            std::string_view command) {
  if (ids.empty()) {
    return "Name the instance: dds " + std::string(command) +
           " dds-bp1... (dds DescribeDBInstances lists them).";
  }
  if (ids.size() > 1) {
    return "dds " + std::string(command) + " takes one instance; " + std::to_string(ids.size()) +
           " were named.";
  }
  return instances_problem(ids);
}

std::optional<std::string> instances_problem(const std::vector<std::string>& ids) {
  std::set<std::string> seen;
  for (const std::string& id : ids) {
    if (const Status problem = api::check_instance_id("DBInstanceId", id)) return problem->message;
    if (!seen.insert(id).second) return one_line(id) + " is named twice; name each instance once.";
  }
  return std::nullopt;
}

}  // namespace dds::cli
