#include "native/cli/reports/coverage_verdict.h"

#include <algorithm>
#include <optional>

#include "native/cli/options/option_values.h"
#include "native/cli/session/outcome_report.h"

namespace dds::cli {
namespace {

using backup::CoverageState;
using backup::InstanceCoverage;

bool is_unread(const InstanceCoverage& row) {
  return row.state == CoverageState::Unknown && row.failure;
}

// The code when neither a region nor an instance could be read; nothing when one could.
std::optional<ExitCode> nothing_read(const backup::RegionalCoverage& coverage,
                                     const std::vector<InstanceCoverage>& rows) {
  const bool regions = coverage.nothing_listed();
  const bool instances = !rows.empty() && std::all_of(rows.begin(), rows.end(), is_unread);
  if (!regions && !instances) return std::nullopt;
  ExitCode code = ExitCode::Done;
  for (const auto& region : coverage.unlisted_regions())
    code = combine(code, exit_code_for(region.why.ending));
  for (const InstanceCoverage& row : rows) code = combine(code, exit_code_for(*row.failure));
  return code;
}

// "There is no instance in cn-beijing."
std::vector<std::string> empty_listings(const backup::RegionalCoverage& coverage,
                                        bool regions_named) {
  std::vector<std::string> sentences;
  const std::vector<std::string>& empty = coverage.empty_regions();
  if (regions_named) {
    for (const std::string& region : empty)
      sentences.push_back("There is no instance in " + region + ".");
  } else if (!empty.empty() && empty.size() == coverage.regions().size()) {
    sentences.push_back("There is no instance in these " + std::to_string(empty.size()) +
                        " regions.");
  }
  return sentences;
}

std::optional<std::string> last_failed(const std::vector<InstanceCoverage>& rows) {
  constexpr std::size_t kNamed = 5;
  std::size_t count = 0;
  std::string names;
  for (const InstanceCoverage& row : rows) {
    if (!row.last_failed) continue;
    if (++count <= kNamed) names += (names.empty() ? "" : ", ") + row.instance_id;
  }
  if (count == 0) return std::nullopt;
  if (count > kNamed) names += " and " + std::to_string(count - kNamed) + " more";
  return "The newest backup failed of " + names + ".";
}

}  // namespace

ExitCode exit_code_for(const backup::Failure& failure) {
  if (failure.refusal || failure.kind == backup::Failure::Kind::Refused) return ExitCode::Refused;
  return failure.kind == backup::Failure::Kind::Unreadable ? ExitCode::FallsShort
                                                           : ExitCode::NotReached;
}

CoverageVerdict judge(const backup::RegionalCoverage& coverage, const CoverageDemands& demands) {
  CoverageVerdict verdict;
  const std::vector<InstanceCoverage> rows = coverage.board().rows();
  if (!demands.allow_none) verdict.shortfalls = empty_listings(coverage, demands.regions_named);
  if (std::optional<std::string> sentence = too_few(coverage.total(), demands.min_instances))
    verdict.shortfalls.push_back(*std::move(sentence));
  if (demands.last_must_succeed) {
    if (std::optional<std::string> sentence = last_failed(rows))
      verdict.shortfalls.push_back(*std::move(sentence));
  }
  if (const std::optional<ExitCode> why = nothing_read(coverage, rows)) {
    verdict.nothing_read = true;
    verdict.code = *why;
  } else if (coverage.board().falls_short() || !verdict.shortfalls.empty()) {
    verdict.code = ExitCode::FallsShort;
  }
  return verdict;
}

}  // namespace dds::cli
