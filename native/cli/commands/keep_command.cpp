#include "native/cli/commands/commands.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "core/base/utf8.h"
#include "native/cli/operations/one_set.h"
#include "native/cli/options/command_frame.h"
#include "native/cli/options/option_values.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/terminal/confirm.h"
#include "native/cli/terminal/say.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

constexpr const char* kKeepDescription =
    "Keeps one backup set longer. It can only be made later than it is now: at most 730 days "
    "after\n"
    "the backup, or for ever; and nothing makes it shorter again. Shows before and after and asks\n"
    "on a terminal (elsewhere --yes agrees). --dry-run only shows.";
constexpr const char* kKeepExamples =
    "  dds keep dds-bp1... 5664... --until 2027-06-30   # the whole day, UTC\n"
    "  dds keep dds-bp1... 5664... --days 365           # so many days after the backup's end\n"
    "  dds keep dds-bp1... 5664... --forever --yes\n";
constexpr const char* kDeleteDescription =
    "Deletes one backup set for good: a set that was made by hand, of an instance on cloud disks.\n"
    "Asks for the set's id on a terminal; elsewhere --yes-delete says it.";
constexpr const char* kDeleteExamples =
    "  dds delete-backup dds-bp1... 5664...\n"
    "  dds delete-backup dds-bp1... 5664... --yes-delete 5664...\n";

struct KeepTexts {
  SetName name;
  std::string until;
  std::string days;
  bool for_ever = false;
  std::string late;
};

// Until when, as far as it is known without the set.
struct KeepWish {
  std::optional<Instant> until;
  std::int64_t days_after = 0;  // of the backup's end, when there is no `until`
};

Result<KeepWish> read_wish(const KeepTexts& texts) {
  const int given =
      (texts.until.empty() ? 0 : 1) + (texts.days.empty() ? 0 : 1) + (texts.for_ever ? 1 : 0);
  if (given != 1) {
    return make_error(ErrorCode::MissingParameter,
                      "Say once how long to keep it: --until 2027-06-30, --days 365 or --forever.",
                      {});
  }
  KeepWish wish;
  if (texts.for_ever) {
    wish.until = forever();
  } else if (!texts.until.empty()) {
    // To the end of that day: whoever names a day wants the set on it.
    const Result<Instant> day = parse_utc(texts.until + "T23:59:59Z");
    if (!day) {
      return make_error(
          ErrorCode::InvalidTime,
          "--until takes a day, such as 2027-06-30; \"" + one_line(texts.until) + "\" was given.",
          {});
    }
    wish.until = *day;
  } else {
    const std::optional<std::int64_t> days = parse_integer(texts.days, 1, 730);
    if (!days) {
      return make_error(ErrorCode::InvalidParameter,
                        "--days takes days after the backup's end, 1 to 730; \"" +
                            one_line(texts.days) + "\" was given.",
                        {});
    }
    wish.days_after = *days;
  }
  return wish;
}

// Whether it is the last one that anything could be restored from.
bool only_good_one(const BackupsProgress& listed, const api::BackupSet& set) {
  return set.state == api::SetState::Success &&
         std::none_of(listed.sets.begin(), listed.sets.end(), [&](const api::BackupSet& other) {
           return other.id != set.id && other.state == api::SetState::Success;
         });
}

void add_set_name(CommandFrame& frame, SetName& name) {
  frame.option_set().add_positional("ID", name.instance_id, "the instance, e.g. dds-bp1...");
  frame.option_set().add_positional("SET", name.backup_id,
                                    "one of its backup sets (dds backups lists them)");
}

// In UTC, as --until is.
std::string expiry_text(const std::optional<Instant>& expires) {
  if (!expires) return "not known";
  return *expires >= forever() ? "for ever" : format_utc(*expires);
}

// "Backup set 5664 of dds-bp1 (orders): Automated Physical of ...".
std::string set_title(const SetName& name, const LookedUp& found) {
  std::string title = "Backup set " + name.backup_id + " of " + name.instance_id;
  const std::string& description = found.listed->progress().instance->description;
  if (!description.empty()) title += " (" + description + ")";
  return title + ": " + describe_set(*found.set);
}

std::string keep_effect(const SetName& name, const LookedUp& found, Instant until) {
  return set_title(name, found) + "\n  Expiry: " + expiry_text(found.set->expires) + " -> " +
         expiry_text(until) + "\nNothing makes it shorter again.";
}

// What stands against it was found before anything was sent. Without an `obstacle` the set could
// not be looked up, and the reason is on stderr already.
ExitCode refuse(const SetName& name, const LookedUp& found, const std::string& obstacle, bool table,
                const Session& session) {
  if (!obstacle.empty()) complain(obstacle);
  if (!table && found.code != ExitCode::Interrupted)
    put_set_outcome(not_sent(name, found, obstacle), table, session);
  return obstacle.empty() ? found.code : ExitCode::Refused;
}

ExitCode say_interrupted(const SetName& name) {
  complain("Stopped watching; whether it was changed is not known: dds backups " +
           name.instance_id + " shows it.");
  return ExitCode::Interrupted;
}

}  // namespace

ExitCode keep_command(const CommandLine& line) {
  CommandFrame frame("keep ID SET (--until DAY | --days N | --forever) [options]", kKeepDescription,
                     kKeepExamples);
  KeepTexts texts;
  bool agreed = false;
  const SetName& name = texts.name;
  add_set_name(frame, texts.name);
  frame.option_set().add_option("--until", texts.until, "keep it until the end of this day, UTC");
  frame.option_set().add_option("--days", texts.days,
                                "keep it so many days after the backup's end");
  frame.option_set().add_flag("--forever", texts.for_ever, "keep it for ever");
  frame.option_set().add_flag("--yes", agreed, "change it without asking");
  frame.option_set().add_option("--late", texts.late, kLateHelp);
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  if (const Status problem = check_set_name(name, "keep")) return wrong_usage(problem->message);
  Result<KeepWish> wish = read_wish(texts);
  if (!wish) return wrong_usage(wish.error().message);
  backup::StepLimits limits;
  if (const Status problem = read_late(texts.late, limits.late))
    return wrong_usage(problem->message);
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);

  const bool table = frame.output() == OutputKind::Table;
  Runner runner(*session, line.environment);
  const LookedUp found = look_up(name, runner);
  if (found.set == nullptr) return refuse(name, found, {}, table, *session);
  if (!wish->until) {
    if (!found.set->ended)
      return refuse(
          name, found,
          "The service does not tell when backup set " + name.backup_id + " ended; use --until.",
          table, *session);
    wish->until = *found.set->ended + std::chrono::days(wish->days_after);
  }
  if (const std::string obstacle = api::keep_obstacle(*found.set, *wish->until); !obstacle.empty())
    return refuse(name, found, obstacle, table, *session);
  const std::string effect = keep_effect(name, found, *wish->until);
  if (frame.options().dry_run) {
    note(effect);
    const Result<api::Call> call =
        api::modify_backup_expire_time(name.instance_id, name.backup_id, *wish->until);
    return call ? print_dry_run(*call, *session) : wrong_usage(call.error().message);
  }
  if (agreed) {
    note(effect);
  } else if (const auto ended = ask({effect, "yes", "--yes", "Nothing was changed."})) {
    return *ended;
  }
  const auto extend = std::make_shared<backup::ExtendSet>(
      name.instance_id, name.backup_id, *wish->until, limits, platform::random_seed());
  if (!runner.run(extend, name.backup_id)) return say_interrupted(name);
  const ExitCode code = report_problem(extend->progress(), name.backup_id, runner);
  put_set_outcome(extend->progress(), table, *session);
  return code;
}

ExitCode delete_backup_command(const CommandLine& line) {
  CommandFrame frame("delete-backup ID SET [options]", kDeleteDescription, kDeleteExamples);
  SetName name;
  std::string agreed;
  std::string late;
  add_set_name(frame, name);
  frame.option_set().add_option("--yes-delete", agreed,
                                "the set's id again: delete it without asking");
  frame.option_set().add_option("--late", late, kLateHelp);
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  if (const Status problem = check_set_name(name, "delete-backup"))
    return wrong_usage(problem->message);
  if (!agreed.empty() && agreed != name.backup_id)
    return wrong_usage("--yes-delete names " + one_line(agreed) + ", not " + name.backup_id +
                       "; name the same set. Nothing was deleted.");
  backup::StepLimits limits;
  if (const Status problem = read_late(late, limits.late)) return wrong_usage(problem->message);
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);

  if (frame.options().dry_run) {
    const Result<api::Call> call = api::delete_backup(name.instance_id, name.backup_id);
    return call ? print_dry_run(*call, *session) : wrong_usage(call.error().message);
  }
  const bool table = frame.output() == OutputKind::Table;
  Runner runner(*session, line.environment);
  const LookedUp found = look_up(name, runner);
  if (found.set == nullptr) return refuse(name, found, {}, table, *session);
  const BackupsProgress& listed = found.listed->progress();
  if (const std::string obstacle = api::delete_obstacle(*listed.instance, *found.set);
      !obstacle.empty()) {
    return refuse(name, found, obstacle, table, *session);
  }
  std::string effect = set_title(name, found) + "\nIt will be deleted and cannot be brought back.";
  if (only_good_one(listed, *found.set))
    effect += listed.shortfall
                  ? "\nWhether the instance has another successful backup is not known: " +
                        describe(*listed.shortfall, "backup sets") + "."
                  : "\nIt is the only successful backup of this instance.";
  if (agreed.empty()) {
    if (const auto ended =
            ask({effect, name.backup_id, "--yes-delete " + name.backup_id, "Nothing was deleted."}))
      return *ended;
  }
  const auto remove = std::make_shared<backup::DeleteSet>(name.instance_id, name.backup_id, limits,
                                                          platform::random_seed());
  if (!runner.run(remove, name.backup_id)) return say_interrupted(name);
  const ExitCode code = report_problem(remove->progress(), name.backup_id, runner);
  backup::SetProgress ended = remove->progress();
  if (ended.ending == backup::Ending::Succeeded) ended.expires.reset();  // of a set that is gone
  put_set_outcome(ended, table, *session);
  return code;
}

}  // namespace dds::cli
