#include "native/desktop/options.h"

#include <charconv>
#include <cstddef>
#include <string_view>

#include "core/api/endpoint.h"
#include "core/api/url_text.h"
#include "native/options/option_set.h"

namespace dds::desktop {
namespace {

constexpr int kSmallestSide = 320;
constexpr int kLargestSide = 16384;
constexpr double kFastestClock = 100'000.0;

std::optional<int> read_side(std::string_view text) {
  int side = 0;
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, side);
  if (problem != std::errc() || stop != end || side < kSmallestSide || side > kLargestSide)
    return std::nullopt;
  return side;
}

constexpr std::size_t kDescriptionColumn = 30;

void declare(options::OptionSet& set, Options& options, std::string& size) {
  set.add_flag("--emulator", options.emulator,
               "use the emulator inside this program: no account, no network");
  set.add_option("--clock-rate", options.clock_rate,
                 "the emulator's clock runs this many times faster", "N");
  set.add_option("--endpoint", options.endpoint,
                 "host or URL of the service (default: the region's public host)", "TEXT");
  set.add_option("--page", options.page_url,
                 "address of a console in the browser that copied links to calls lead to", "URL");
  set.add_option("--region", options.region, "region, such as cn-hangzhou", "TEXT");
  set.add_option("--profile", options.profile,
                 "profile of the aliyun command line to take the credentials from", "TEXT");
  set.add_option("--theme", options.theme, "light or dark (default: as chosen last time)", "TEXT");
  set.add_option("--size", size, "size of the window, such as 1280x800", "WxH");
  set.add_option("--scale", options.scale,
                 "device pixels per logical pixel (default: as the desktop says)", "N");
  set.add_option("--script", options.script,
                 "play the steps in this file (one JSON object a line), then keep running", "FILE");
}

std::string help(const options::OptionSet& set) {
  return "The DDS Console as a desktop program: back up ApsaraDB for MongoDB instances and watch "
         "every request.\n"
         "Usage: dds-desktop [OPTIONS]\n" +
         set.listing(kDescriptionColumn) +
         "\nCredentials come from ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET "
         "and, "
         "for a temporary key,\n"
         "ALIBABA_CLOUD_SECURITY_TOKEN, from a profile, or are typed into the console; never from "
         "an "
         "option.\n";
}

CommandLine wrong_usage(std::string sentence) {
  return {.options = std::nullopt, .text = "dds-desktop: " + sentence + "\n", .exit_code = 2};
}

}  // namespace

Result<Size> parse_size(std::string_view text) {
  const std::size_t cross = text.find('x');
  if (cross != std::string_view::npos) {
    const auto width = read_side(text.substr(0, cross));
    const auto height = read_side(text.substr(cross + 1));
    if (width && height) return Size{*width, *height};
  }
  return make_error(ErrorCode::InvalidParameter,
                    "A size is WIDTHxHEIGHT with 320 to 16384 pixels a side, such as 1280x800; \"" +
                        std::string(text) + "\" is not.",
                    "size");
}

CommandLine parse_command_line(int argc, const char* const* argv) {
  Options options;
  std::string size;
  options::OptionSet set("Print this help message and exit", options::Unexpected::Refuse);
  declare(set, options, size);
  const options::Parsed parsed = set.parse({argv + (argc > 0 ? 1 : 0), argv + argc});
  if (parsed.wants_help) return {.options = std::nullopt, .text = help(set), .exit_code = 0};
  if (!parsed.problem.empty())
    return wrong_usage(parsed.problem + " (dds-desktop --help lists the options)");

  if (!size.empty()) {
    const Result<Size> sides = parse_size(size);
    if (!sides) return wrong_usage("--size: " + sides.error().message);
    options.width = sides->width;
    options.height = sides->height;
  }
  if (!options.endpoint.empty()) {
    const Result<api::Endpoint> endpoint = api::parse_endpoint(options.endpoint);
    if (!endpoint) return wrong_usage("--endpoint: " + endpoint.error().message);
  }
  if (!options.page_url.empty()) {
    const Result<api::UrlText> page = api::split_url(options.page_url);
    if (!page || page->scheme.empty() || page->has_query) {
      return wrong_usage(
          "--page takes the address of a page without query and fragment, such as "
          "https://example.com/dds/.");
    }
  }
  if (!options.region.empty()) {
    const Result<std::string> host = api::public_host(options.region);
    if (!host) return wrong_usage("--region: " + host.error().message);
  }
  if (!options.theme.empty() && options.theme != "light" && options.theme != "dark") {
    return wrong_usage("--theme takes light or dark, not \"" + options.theme + "\".");
  }
  if (!(options.clock_rate >= 1.0 && options.clock_rate <= kFastestClock)) {
    return wrong_usage("--clock-rate takes a number from 1 to 100000.");
  }
  if (options.clock_rate != 1.0 && !options.emulator) {
    return wrong_usage(
        "--clock-rate only works with --emulator: the service's own clock cannot be hurried.");
  }
  if (options.scale != 0.0 && !(options.scale >= 0.5 && options.scale <= 4.0)) {
    return wrong_usage("--scale takes a number from 0.5 to 4.");
  }
  if (options.emulator && !options.endpoint.empty()) {
    return wrong_usage(
        "--emulator and --endpoint exclude each other: the emulator is its own endpoint.");
  }
  if (options.emulator && !options.profile.empty()) {
    return wrong_usage(
        "--emulator and --profile exclude each other: the emulator has its own test key.");
  }
  return {.options = std::move(options), .text = {}, .exit_code = 0};
}

}  // namespace dds::desktop
