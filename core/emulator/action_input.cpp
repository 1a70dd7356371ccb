#include <algorithm>
#include <charconv>
#include <limits>

#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

// Nothing when it is absent or empty; a time with seconds is refused, as the parameter tables give
// minutes only.
Outcome<std::optional<Instant>> minute_time(const ActionContext& context, std::string_view name) {
  const std::string_view text = context.incoming.text(name);
  if (text.empty()) return std::optional<Instant>();
  const Result<Instant> instant = parse_utc(text);
  if (!instant || text.size() != std::string_view("2022-01-13T13:00Z").size()) {
    return refuse("Invalid" + std::string(name) + ".Malformed");
  }
  return std::optional<Instant>(*instant);
}

// As seen from the endpoint and the optional RegionId.
Outcome<const Instance*> find_named(const ActionContext& context, std::string_view parameter,
                                    bool released) {
  const std::string_view id = context.incoming.text(parameter);
  if (id.empty()) return refuse_missing(parameter);
  const std::string_view region = context.incoming.text("RegionId");
  if (!region.empty() && !is_region(region)) return refuse("InvalidRegion.NotFound");
  const Instance* instance = context.account.find(id);
  if (!instance || instance->released != released || !context.scope.serves(instance->region_id) ||
      (!region.empty() && region != instance->region_id)) {
    return refuse("InvalidDBInstanceId.NotFound");
  }
  return instance;
}

}  // namespace

std::optional<std::int32_t> whole_number(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Outcome<std::string> asked_region(const ActionContext& context) {
  const std::string_view region = context.incoming.text("RegionId");
  if (region.empty()) return context.scope.default_region();
  if (!is_region(region) || !context.scope.serves(region)) return refuse("InvalidRegion.NotFound");
  return std::string(region);
}

Outcome<const Instance*> named_instance(const ActionContext& context, std::string_view parameter) {
  return find_named(context, parameter, false);
}

Outcome<const Instance*> named_released_instance(const ActionContext& context) {
  return find_named(context, "DBInstanceId", true);
}

std::optional<Refusal> refuse_other_regions(const ActionContext& context,
                                            const Instance& instance) {
  for (const std::string_view name : {"SrcRegion", "DestRegion"}) {
    const std::string_view region = context.incoming.text(name);
    if (!region.empty() && region != instance.region_id)
      return refuse_not_simulated("backups across regions");
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_unless(const ActionContext& context, std::string_view parameter,
                                     std::initializer_list<std::string_view> allowed) {
  const std::string_view value = context.incoming.text(parameter);
  if (value.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end())
    return std::nullopt;
  return refuse_value(parameter);
}

Outcome<std::optional<std::int32_t>> asked_number(const ActionContext& context,
                                                  std::string_view parameter, std::int32_t least,
                                                  std::int32_t most) {
  const std::string_view text = context.incoming.text(parameter);
  if (text.empty()) return std::optional<std::int32_t>();
  const std::optional<std::int32_t> number = whole_number(text);
  if (!number || *number < least || *number > most) return refuse_value(parameter);
  return number;
}

Outcome<std::optional<Instant>> asked_second(const ActionContext& context,
                                             std::string_view parameter) {
  const std::string_view text = context.incoming.text(parameter);
  if (text.empty()) return std::optional<Instant>();
  const Result<Instant> instant = parse_utc(text);
  if (!instant || text.size() != std::string_view("2022-08-22T08:00:00Z").size())
    return refuse_value(parameter);
  return std::optional<Instant>(*instant);
}

Outcome<Page> asked_page(const ActionContext& context, std::string_view number_parameter) {
  Page page;
  if (const std::string_view text = context.incoming.text(number_parameter); !text.empty()) {
    const std::optional<std::int32_t> number = whole_number(text);
    if (!number || *number < 1) return refuse_value(number_parameter);
    page.number = *number;
  }
  if (const std::string_view text = context.incoming.text("PageSize"); !text.empty()) {
    if (text != "30" && text != "50" && text != "100") return refuse_value("PageSize");
    page.size = whole_number(text).value_or(page.size);
  }
  return page;
}

Outcome<TimeWindow> asked_window(const ActionContext& context) {
  const auto begin = minute_time(context, "StartTime");
  if (const auto* refusal = std::get_if<Refusal>(&begin)) return *refusal;
  const auto end = minute_time(context, "EndTime");
  if (const auto* refusal = std::get_if<Refusal>(&end)) return *refusal;
  const TimeWindow window{*std::get_if<0>(&begin), *std::get_if<0>(&end)};
  if (window.begin && window.end && *window.end < *window.begin)
    return refuse("InvalidEndTime.Malformed");
  return window;
}

}  // namespace dds::emulator
