#include "native/cli/commands/commands.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "native/cli/operations/list_backups.h"
#include "native/cli/options/command_frame.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

constexpr const char* kDescription =
    "Lists the backup sets and the running backup jobs of instances, newest first. Times are this\n"
    "machine's in the table and UTC in JSON. Where the service counts more sets than it lists, it "
    "says\n"
    "so and ends with 4.";
constexpr const char* kExamples =
    "  dds backups dds-bp1...\n"
    "  dds backups dds-bp1... dds-bp2... --since 7d --failed\n"
    "  dds backups dds-bp1... --since 2026-01-01 --until 2026-01-31 --output json\n";

using Listing = std::shared_ptr<ListBackups>;

struct Filter {
  bool failed = false;
  bool manual = false;
  [[nodiscard]] bool takes(const api::BackupSet& set) const {
    return (!failed || set.state == api::SetState::Failed) && (!manual || set.manual);
  }
  [[nodiscard]] bool takes(const api::BackupJob& job) const {
    return !failed && (!manual || job.manual);
  }
};

std::string mode_name(bool manual) {
  return manual ? "Manual" : "Automated";
}

std::optional<Milliseconds> duration_of(const api::BackupSet& set) {
  if (!set.started || !set.ended || *set.ended < *set.started) return std::nullopt;
  return *set.ended - *set.started;
}

// Where the service counted more than it listed.
OrderedJson counted_or_null(const BackupsProgress& progress) {
  if (!progress.shortfall || !progress.shortfall->counted) return nullptr;
  return *progress.shortfall->counted;
}

OrderedJson listing_json(const BackupsProgress& progress, const Filter& filter) {
  OrderedJson running = OrderedJson::array();
  for (const api::BackupJob& job : progress.running) {
    if (!filter.takes(job)) continue;
    running.push_back({{"job_id", job.id},
                       {"state", job.state_text},
                       {"percent", value_or_null(job.percent)},
                       {"mode", mode_name(job.manual)},
                       {"started", time_or_null(job.started)}});
  }
  OrderedJson sets = OrderedJson::array();
  for (const api::BackupSet& set : progress.sets) {
    if (!filter.takes(set)) continue;
    OrderedJson one = set_json(set);
    one["mode"] = mode_name(set.manual);
    one["type"] = set.type;
    one["job_id"] = set.job_id;
    one["duration_seconds"] = seconds_or_null(duration_of(set));
    one["available"] = value_or_null(set.available);
    sets.push_back(std::move(one));
  }
  return {{"instance_id", progress.instance_id},
          {"description", progress.instance ? progress.instance->description : std::string()},
          {"outcome", backup::name(progress.ending)},
          {"complete", progress.ending == backup::Ending::Succeeded && !progress.shortfall},
          {"listed", progress.listed},
          {"counted", counted_or_null(progress)},
          {"running", std::move(running)},
          {"sets", std::move(sets)},
          {"code", progress.refusal ? progress.refusal->code : std::string()},
          {"problem", progress.problem}};
}

TextTable listing_table(const std::vector<Listing>& listings, const Filter& filter) {
  TextTable table;
  table.titles = {"Instance", "Backup", "State", "Method",     "Mode",
                  "Started",  "Took",   "Size",  "Kept until", "Shard"};
  for (const Listing& listing : listings) {
    const BackupsProgress& progress = listing->progress();
    for (const api::BackupJob& job : progress.running) {
      if (!filter.takes(job)) continue;
      std::string state = job.state_text;
      if (job.percent) state += " " + std::to_string(*job.percent) + "%";
      table.rows.push_back({progress.instance_id, "(job " + job.id + ")", std::move(state), "",
                            mode_name(job.manual), local_text(job.started), "", "", "", ""});
    }
    for (const api::BackupSet& set : progress.sets) {
      if (!filter.takes(set)) continue;
      const std::optional<Milliseconds> took = duration_of(set);
      table.rows.push_back({progress.instance_id, set.id, set.state_text, set.method,
                            mode_name(set.manual), local_text(set.started),
                            took ? format_duration(*took) : std::string(),
                            set.size_bytes ? format_size(*set.size_bytes) : std::string(),
                            local_text(set.expires), set.node_id});
    }
  }
  // Columns that say nothing here.
  const auto drop = [&table](std::size_t column) {
    table.titles.erase(table.titles.begin() + static_cast<std::ptrdiff_t>(column));
    for (std::vector<std::string>& row : table.rows)
      row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
  };
  const bool shards = std::any_of(table.rows.begin(), table.rows.end(),
                                  [](const auto& row) { return !row.back().empty(); });
  if (!shards) drop(table.titles.size() - 1);
  if (listings.size() == 1) drop(0);
  return table;
}

void put_listing(const std::vector<Listing>& listings, const Filter& filter) {
  const TextTable table = listing_table(listings, filter);
  if (!table.rows.empty()) return put_table(table);
  for (const Listing& listing : listings) {
    if (listing->progress().ending == backup::Ending::Succeeded && !listing->progress().shortfall)
      note(listing->progress().instance_id + ": no backup is listed.");
  }
}

}  // namespace

ExitCode backups_command(const CommandLine& line) {
  CommandFrame frame("backups ID... [options]", kDescription, kExamples);
  std::vector<std::string> ids;
  std::string since;
  std::string until;
  Filter filter;
  frame.option_set().add_positional("ID", ids, "instances, e.g. dds-bp1...");
  frame.option_set().add_option("--since", since,
                                "only those begun since a day (2026-01-14), a time in UTC "
                                "(2026-01-14T06:00Z) or so long ago (24h, 7d)");
  frame.option_set().add_option("--until", until,
                                "only those begun until then; a day counts whole");
  frame.option_set().add_flag("--failed", filter.failed, "only those that failed");
  frame.option_set().add_flag("--manual", filter.manual, "only those that were started by hand");
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  if (const auto problem = ids.empty() ? instance_problem(ids, "backups") : instances_problem(ids))
    return wrong_usage(*problem);
  std::optional<Instant> begin;
  std::optional<Instant> end;
  if (!since.empty()) {
    const Result<Instant> point = read_point("--since", since, false, platform::now());
    if (!point) return wrong_usage(point.error().message);
    begin = *point;
  }
  if (!until.empty()) {
    const Result<Instant> point = read_point("--until", until, true, platform::now());
    if (!point) return wrong_usage(point.error().message);
    end = *point;
  }
  if (begin && end && *begin >= *end)
    return wrong_usage("--since must be earlier than --until; nothing lies between them.");
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);

  Runner runner(*session, line.environment);
  std::vector<Listing> listings;
  listings.reserve(ids.size());
  for (const std::string& id : ids)
    listings.push_back(std::make_shared<ListBackups>(id, begin, end, platform::random_seed()));
  if (frame.options().dry_run) return print_first_request(*listings.front(), *session);
  for (const Listing& listing : listings) runner.driver().start(listing);
  const auto show = [&] {
    if (!runner.terminal()) return;
    std::vector<BarLine> lines;
    for (const Listing& listing : listings) {
      if (!listing->progress().ended())
        lines.push_back(
            {listing->progress().instance_id, std::nullopt, backup::describe(listing->progress())});
    }
    if (!lines.empty()) runner.bars().draw(lines);
  };
  if (!runner.pump([&] { return runner.driver().idle(); }, show)) {
    complain("Interrupted.");
    return ExitCode::Interrupted;
  }
  ExitCode code = ExitCode::Done;
  OrderedJson document = OrderedJson::array();
  std::vector<std::string> shortfalls;
  for (const Listing& listing : listings) {
    code =
        combine(code, report_problem(listing->progress(), listing->progress().instance_id, runner));
    if (listing->progress().shortfall) {
      code = combine(code, ExitCode::Unknown);
      shortfalls.push_back(listing->progress().instance_id + ": " +
                           describe(*listing->progress().shortfall, "backup sets") + ".");
    }
    document.push_back(listing_json(listing->progress(), filter));
  }
  if (frame.output() == OutputKind::Table) {
    put_listing(listings, filter);
  } else {
    put_json(document, *session);
  }
  for (const std::string& shortfall : shortfalls) complain(shortfall);
  return code;
}

}  // namespace dds::cli
