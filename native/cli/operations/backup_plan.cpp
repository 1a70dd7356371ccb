#include "native/cli/operations/backup_plan.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/secret.h"
#include "core/base/utf8.h"
#include "native/cli/options/option_values.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"

namespace dds::cli {
namespace {

constexpr std::size_t kLargestFile = std::size_t{4} << 20U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // editors of Windows write one

Error wrong(std::string sentence) {
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), {});
}

Result<std::optional<Milliseconds>> read_time(const std::string& text, std::string_view option,
                                              double least, double most, double unit,
                                              std::string_view unit_name) {
  if (text.empty()) return std::optional<Milliseconds>();
  const std::optional<double> value = parse_decimal(text, least, most);
  if (value) return std::optional<Milliseconds>(Milliseconds(std::lround(*value * unit)));
  const auto number = [](double limit) {
    std::string digits = std::to_string(limit);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
    return digits;
  };
  return wrong(std::string(option) + " takes " + std::string(unit_name) + " from " + number(least) +
               " to " + number(most) + "; \"" + one_line(text) + "\" was given.");
}

Result<api::CreateBackupParameters> read_common(const BackupTexts& texts) {
  api::CreateBackupParameters common;
  if (!texts.method.empty()) {
    const Result<api::BackupMethod> method = api::parse_backup_method(texts.method);
    if (!method) return wrong("--backup-method: " + method.error().message);
    common.method = *method;
  }
  if (!texts.retention.empty()) {
    const std::optional<std::int64_t> days = parse_integer(texts.retention, -1, 730);
    if (!days || (*days != -1 && *days < 7))
      return wrong("--retention takes days from 7 to 730, or -1 for ever; \"" +
                   one_line(texts.retention) + "\" was given.");
    common.retention_days = static_cast<std::int32_t>(*days);
  }
  return common;
}

Status read_limits(const BackupTexts& texts, backup::FleetOptions& options) {
  backup::Limits& limits = options.backup.limits;
  const auto poll = read_time(texts.poll, "--poll", 0.05, 3600, 1000, "seconds");
  if (!poll) return poll.error();
  if (*poll) limits.poll = **poll;
  const auto give_up = read_time(texts.give_up, "--give-up", 0.05, 1440, 60'000, "minutes");
  if (!give_up) return give_up.error();
  if (*give_up) limits.reconcile = **give_up;
  if (const Status problem = read_late(texts.late, limits.late)) return *problem;
  if (texts.if_busy == "join") {
    options.backup.if_busy = backup::IfBusy::Join;
  } else if (texts.if_busy == "wait") {
    options.backup.if_busy = backup::IfBusy::Wait;
  } else if (texts.if_busy != "stop") {
    return wrong("--if-busy takes stop, join or wait; \"" + one_line(texts.if_busy) +
                 "\" was given.");
  }
  if (texts.if_unknown == "wait") {
    options.backup.if_unknown = backup::IfUnknown::Wait;
  } else if (texts.if_unknown != "resend") {
    return wrong("--if-unknown takes resend or wait; \"" + one_line(texts.if_unknown) +
                 "\" was given.");
  }
  return std::nullopt;
}

// One id a line; what follows a # is a remark.
Result<std::vector<std::string>> read_ids(const std::string& path) {
  const Result<std::string> read = platform::read_input(path, kLargestFile);
  if (!read) return wrong("--file: " + read.error().message);
  const std::string& text = *read;
  std::vector<std::string> ids;
  const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t begin = mark; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    line.resize(std::min(line.find('#'), line.size()));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string::npos)
      ids.push_back(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
    begin = end + 1;
  }
  if (ids.empty())
    return wrong("--file: there is no instance in " +
                 (path == "-" ? std::string("standard input") : path) + "; write one a line.");
  return ids;
}

// Each instance once. Lists are put together from several sources, so that one which is named again
// in the file is taken once; on the command line it is a slip.
Result<std::vector<std::string>> read_named(const BackupTexts& texts) {
  std::vector<std::string> ids = texts.ids;
  std::set<std::string> seen;
  for (const std::string& id : ids) {
    if (!seen.insert(id).second)
      return wrong(one_line(id) + " is named twice; name each instance once.");
  }
  if (texts.file.empty()) return ids;
  const Result<std::vector<std::string>> read = read_ids(texts.file);
  if (!read) return read.error();
  std::set<std::string> again;
  for (const std::string& id : *read) {
    if (seen.insert(id).second) {
      ids.push_back(id);
    } else if (again.insert(id).second) {
      note("--file: " + one_line(id) + " is named more than once; it is taken once.");
    }
  }
  return ids;
}

std::set<std::string> ids_of(const std::vector<api::CreateBackupParameters>& backups) {
  std::set<std::string> ids;
  for (const api::CreateBackupParameters& one : backups) ids.insert(one.instance_id);
  return ids;
}

std::string key_of(const Session& session) {
  return shorten_key_id(session.connection.credentials.access_key_id);
}

// How the instances were chosen, where they were not named.
std::string chosen_text(const BackupPlan& plan, const Session& session) {
  if (!plan.selection) return {};
  std::string text;
  for (const api::Tag& tag : plan.selection->tags)
    text += (text.empty() ? "--tag " : " --tag ") + tag.key + "=" + tag.value;
  return (text.empty() ? "--all" : text) + " of " + session.region;
}

Status check_same_run(const backup::JournalHead& head, const BackupPlan& plan,
                      const std::string& path, const Session& session) {
  const std::string another = "; give another --journal for another run.";
  if (head.endpoint != session.connection.endpoint.url())
    return wrong("The journal " + path + " was begun at " + one_line(head.endpoint, 200) +
                 ", not at " + session.connection.endpoint.url() + another);
  if (head.key_id != key_of(session))
    return wrong("The journal " + path + " was begun with the key " + one_line(head.key_id) +
                 ", not with " + key_of(session) + another);
  const std::string chosen = chosen_text(plan, session);
  if ((!plan.backups.empty() && ids_of(plan.backups) != ids_of(head.backups)) ||
      ((plan.selection || !plan.backups.empty()) && chosen != head.chosen)) {
    return wrong("The journal " + path + " was begun for " +
                 (head.chosen.empty() ? "other instances, by name" : one_line(head.chosen, 200)) +
                 another);
  }
  const bool says_how =
      plan.selection || !plan.backups.empty() || plan.common.method || plan.common.retention_days;
  const bool same_way =
      std::all_of(head.backups.begin(), head.backups.end(), [&plan](const auto& one) {
        return one.method == plan.common.method && one.retention_days == plan.common.retention_days;
      });
  if (says_how && !same_way)
    return wrong("The journal " + path + " was begun with another --backup-method or --retention" +
                 another);
  return std::nullopt;
}

}  // namespace

void add_backup_options(options::OptionSet& options, BackupTexts& texts) {
  options.add_positional("ID", texts.ids, "instances, e.g. dds-bp1...");
  options.add_flag("--all", texts.all, "all instances of the region that can be backed up now");
  options.add_repeatable("--tag", texts.tags,
                         "those of the region with this tag, KEY=VALUE; several must all be there");
  options.add_option("--file", texts.file,
                     "a file with one instance a line, # begins a remark (-: standard input)");
  options.add_option("--backup-method", texts.method,
                     "Logical, Physical or Snapshot (default: the service's)");
  options.add_option("--retention", texts.retention,
                     "days to keep it, 7 to 730, or -1 for ever (cloud disks)");
  options.add_option(
      "--if-busy", texts.if_busy,
      "when another backup job runs: stop, join (follow that one) or wait for its end "
      "(default stop)");
  options.add_option(
      "--if-unknown", texts.if_unknown,
      "when the answer to CreateBackup is lost: resend (deliver the same signed request "
      "again, certain in seconds) or wait (half an hour; default resend)");
  options.add_option("--min-instances", texts.min_instances, kMinInstancesHelp);
  options.add_flag("--allow-none", texts.allow_none, kAllowNoneHelp);
  options.add_option(
      "--journal", texts.journal,
      "keep the run in this file; started again with it, it goes on and starts nothing "
      "twice");
  options.add_flag(
      "--no-wait", texts.no_wait,
      "return once the backups are started; the same --journal without it follows them");
  options.add_option("--poll", texts.poll,
                     "seconds between two looks at a running backup (default 5)");
  options.add_option("--give-up", texts.give_up,
                     "minutes to look for a backup whose start got no answer (default 40)");
  options.add_option("--late", texts.late, kLateHelp);
}

namespace {

// What a selection has to hold.
Status read_guards(const BackupTexts& texts, BackupPlan& plan) {
  if (plan.selection) plan.selection->allow_none = texts.allow_none;
  if (texts.allow_none && !plan.selection)
    return wrong("--allow-none is for --all and --tag; leave it out.");
  if (texts.min_instances.empty()) return std::nullopt;
  const bool goes_on = !texts.journal.empty() && texts.ids.empty() && texts.file.empty();
  if (!plan.selection && !goes_on)
    return wrong("--min-instances is for --all and --tag; leave it out.");
  const Result<std::size_t> count = read_min_instances(texts.min_instances);
  if (!count) return count.error();
  plan.min_instances = *count;
  return std::nullopt;
}

}  // namespace

Result<BackupPlan> make_backup_plan(const BackupTexts& texts) {
  BackupPlan plan;
  Result<api::CreateBackupParameters> common = read_common(texts);
  if (!common) return common.error();
  if (const Status problem = read_limits(texts, plan.options)) return *problem;
  plan.options.backup.follow = !texts.no_wait;
  Result<std::vector<std::string>> named = read_named(texts);
  if (!named) return named.error();
  Result<std::optional<Selection>> selection = read_selection(texts.all, texts.tags);
  if (!selection) return selection.error();
  plan.selection = std::move(*selection);
  if (const Status problem = read_guards(texts, plan)) return *problem;
  plan.common = *common;
  if (plan.selection && !named->empty())
    return wrong("Name instances or choose them by " + std::string(texts.all ? "--all" : "--tag") +
                 ", not both.");
  if (named->empty() && !plan.selection && texts.journal.empty())
    return make_error(ErrorCode::MissingParameter,
                      "Name the instances to back up: dds backup dds-bp1... (dds "
                      "DescribeDBInstances lists them), or choose --all or --tag KEY=VALUE.",
                      {});
  for (const std::string& id : *named) {
    common->instance_id = id;
    const Result<api::Call> call = api::create_backup(*common);
    if (!call) return call.error();
    plan.backups.push_back(*common);
  }
  return plan;
}

Result<BackupRun> begin_run(const BackupPlan& plan, const BackupTexts& texts,
                            const Session& session,
                            const std::function<Result<Selected>()>& select) {
  BackupRun run;
  backup::JournalHead head;
  head.begun = platform::now();
  head.endpoint = session.connection.endpoint.url();
  head.key_id = key_of(session);
  head.chosen = chosen_text(plan, session);
  head.backups = plan.backups;
  const auto choose = [&]() -> Status {
    if (!plan.selection) return std::nullopt;
    Result<Selected> selected = select();
    if (!selected) return selected.error();
    for (const std::string& id : selected->ids) {
      head.backups.push_back(plan.common);
      head.backups.back().instance_id = id;
    }
    head.left_out = std::move(selected->left_out);
    return std::nullopt;
  };
  if (texts.journal.empty()) {
    if (const Status problem = choose()) return *problem;
    run.journal = backup::new_journal(std::move(head));
    return run;
  }
  const bool can_begin = !plan.backups.empty() || plan.selection;
  const Error nothing = make_error(ErrorCode::MissingParameter,
                                   "There is no run in " + texts.journal +
                                       " to go on with; name the instances to back up: dds backup "
                                       "dds-bp1... --journal FILE.",
                                   {});
  std::error_code ignored;
  if (!can_begin && !std::filesystem::exists(texts.journal, ignored)) return nothing;
  Result<std::unique_ptr<platform::JournalFile>> file = platform::JournalFile::open(texts.journal);
  if (!file) return file.error();
  run.file = std::move(*file);
  Result<backup::Journal> journal = backup::read_journal(run.file->text());
  if (!journal && journal.error().code != ErrorCode::EmptyBody)
    return wrong(texts.journal + ": " + journal.error().message);
  run.continued = journal.ok();
  if (const Status problem = run.file->keep(journal ? journal->valid_bytes : 0)) return *problem;
  if (journal) {
    if (const Status other = check_same_run(journal->head, plan, texts.journal, session))
      return *other;
    run.journal = std::move(*journal);
    return run;
  }
  if (!can_begin) return nothing;
  if (const Status problem = choose()) return *problem;
  if (head.backups.empty()) {
    run.journal = backup::new_journal(std::move(head));
    return run;
  }
  if (const Status problem = run.file->append(backup::journal_head_line(head))) return *problem;
  run.journal = backup::new_journal(std::move(head));
  return run;
}

}  // namespace dds::cli
