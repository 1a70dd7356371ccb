#include "native/cli/options/restore_options.h"

#include <cmath>
#include <optional>

#include "core/api/check.h"
#include "core/base/utf8.h"
#include "native/cli/options/option_values.h"

namespace dds::cli {
namespace {

Error wrong(std::string sentence) {
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), {});
}

Status read_restore_point(const RestoreTexts& texts, api::RestorePoint& point) {
  if (!texts.set.empty() && !texts.at.empty())
    return wrong("Either --set or --at says what to restore: leave one of them out.");
  if (texts.set.empty() && texts.at.empty())
    return wrong(
        "Say what to restore: --set SET (dds backups lists them) or --at 2026-01-14T06:00:00Z.");
  if (!texts.set.empty()) {
    if (Status problem = api::check_backup_id(texts.set))
      return wrong("--set: " + problem->message);
    point.backup_id = texts.set;
    return std::nullopt;
  }
  const Result<Instant> at = parse_utc(texts.at);
  if (!at)
    return wrong("--at takes a time in UTC, such as 2026-01-14T06:00:00Z; \"" + one_line(texts.at) +
                 "\" was given.");
  point.time = std::chrono::floor<Seconds>(*at);
  return std::nullopt;
}

}  // namespace

void add_restore_options(options::OptionSet& options, RestoreTexts& texts) {
  options.add_option("--set", texts.set, "the backup set to restore (dds backups lists them)");
  options.add_option("--at", texts.at, "or the time to restore to, UTC: 2026-01-14T06:00:00Z");
  options.add_option("--name", texts.name, "the new instance's description");
  options.add_option("--class", texts.instance_class,
                     "its class instead of the source's (replica sets)");
  options.add_option("--storage", texts.storage,
                     "its storage in GB instead of the source's, not less (replica sets)");
  options.add_option("--vswitch", texts.vswitch, "its vSwitch instead of the source's, same zone");
  options.add_option(
      "--client-token", texts.client_token,
      "that of an earlier run of the same order: goes on with it, orders nothing twice");
  options.add_flag("--yes-pay", texts.yes_pay, "order it without asking: it costs money");
  options.add_flag("--no-wait", texts.no_wait, "return once it is ordered");
  options.add_option("--poll", texts.poll, "seconds between two looks at it (default 15)");
}

Status read_poll(const std::string& text, Milliseconds& poll) {
  if (text.empty()) return std::nullopt;
  const std::optional<double> seconds = parse_decimal(text, 0.05, 3600);
  if (!seconds)
    return wrong("--poll takes seconds from 0.05 to 3600; \"" + one_line(text) + "\" was given.");
  poll = Milliseconds(std::lround(*seconds * 1000));
  return std::nullopt;
}

Result<RestoreWish> read_restore_wish(const RestoreTexts& texts) {
  RestoreWish wish;
  api::CloneRequest& request = wish.request;
  if (const Status problem = read_restore_point(texts, request.point)) return *problem;
  if (!texts.name.empty()) {
    if (const Status problem = api::check_description(texts.name))
      return wrong("--name: " + problem->message);
  }
  if (!texts.client_token.empty()) {
    if (const Status problem = api::check_client_token(texts.client_token))
      return wrong("--client-token: " + problem->message);
  }
  if (!texts.storage.empty()) {
    const std::optional<std::int64_t> storage = parse_integer(texts.storage, 10, 1'000'000);
    if (!storage)
      return wrong("--storage takes GB from 10 to 1000000; \"" + one_line(texts.storage) +
                   "\" was given.");
    request.storage_gb = *storage;
  }
  if (const Status problem = read_poll(texts.poll, wish.options.poll)) return *problem;
  request.description = texts.name;
  request.instance_class = texts.instance_class;
  request.vswitch_id = texts.vswitch;
  request.client_token = texts.client_token;
  return wish;
}

}  // namespace dds::cli
