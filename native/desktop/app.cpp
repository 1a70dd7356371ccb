#include "native/desktop/app.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "native/credentials/credential_sources.h"
#include "native/desktop/desktop_host.h"
#include "native/desktop/emulated_service.h"
#include "native/desktop/fonts.h"
#include "native/desktop/loop.h"
#include "native/desktop/preferences.h"
#include "native/desktop/script.h"
#include "native/desktop/window.h"
#include "native/platform/clock.h"
#include "native/transport/curl_transport.h"
#include "shell/console.h"

namespace dds::desktop {
namespace {

constexpr int kDone = 0;
constexpr int kWrongUsage = 2;
constexpr int kNoDisplay = 3;
constexpr int kDefaultWidth = 1280;
constexpr int kDefaultHeight = 800;
constexpr std::string_view kSizeKey = "window-size";
constexpr std::string_view kRegionKey = "region";  // saved by the console

int fail(const std::string& sentence, int exit_code) {
  std::fprintf(stderr, "dds-desktop: %s\n", sentence.c_str());
  return exit_code;
}

Result<std::vector<Step>> read_script(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return make_error(ErrorCode::Io, "The script " + path + " cannot be read.", path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return parse_script(text);
}

Size first_size(const Options& options, Preferences& preferences) {
  if (options.width > 0) return {options.width, options.height};
  if (const std::optional<std::string> remembered = preferences.load(kSizeKey)) {
    if (const Result<Size> size = parse_size(*remembered)) return *size;
  }
  return {kDefaultWidth, kDefaultHeight};
}

shell::Start on_emulator(const Options& options) {
  shell::Start start;
  if (!options.region.empty()) start.region_id = options.region;
  start.emulator = true;
  start.endpoint = std::string(kEmulatorUrl);
  start.credentials = signing::Credentials{.access_key_id = std::string(emulator::kAccessKeyId),
                                           .access_key_secret = Secret(emulator::kAccessKeySecret),
                                           .security_token = {}};
  start.credentials_source = "emulator's test key";
  start.connect = true;
  return start;
}

/// The service itself, with a key when one is found; without one the console asks for it. An error
/// when a profile was named that has none.
/// Region: the option, the named profile's, the one chosen last time, the found key's.
Result<shell::Start> on_service(const Options& options, Preferences& preferences) {
  shell::Start start;
  start.endpoint = options.endpoint;
  Result<credentials::Found> found =
      credentials::find_credentials({.profile = options.profile,
                                     .environment = platform::process_environment(),
                                     .config_file = {}});
  if (!found && !options.profile.empty()) return found.error();
  if (found) {
    start.credentials = std::move(found->credentials);
    start.bearer = found->bearer;
    start.credentials_source = std::move(found->source);
    start.connect = true;
    if (!found->region_id.empty()) start.region_id = std::move(found->region_id);
  }
  const std::string remembered = preferences.load(kRegionKey).value_or("");
  if (options.profile.empty() && api::public_host(remembered)) start.region_id = remembered;
  if (!found) {
    std::fprintf(stderr, "dds-desktop: %s The console asks for a key.\n",
                 found.error().message.c_str());
  }
  if (!options.region.empty()) start.region_id = options.region;
  return start;
}

}  // namespace

int run(const Options& options) {
  std::vector<Step> steps;
  if (!options.script.empty()) {
    Result<std::vector<Step>> script = read_script(options.script);
    if (!script) return fail(script.error().message, kWrongUsage);
    steps = std::move(*script);
  }

  Preferences preferences(preferences_path());
  Result<shell::Start> start =
      options.emulator ? on_emulator(options) : on_service(options, preferences);
  if (!start) return fail(start.error().message, kWrongUsage);
  start->page_url = options.page_url;
  start->scheme = signing::Scheme::Acs3;
  const Size size = first_size(options, preferences);
  Result<std::unique_ptr<Window>> opened =
      Window::open("DDS Console", size.width, size.height, options.scale);
  if (!opened) return fail(opened.error().message, kNoDisplay);
  const std::unique_ptr<Window> window = std::move(*opened);

  transport::CurlTransport network;
  EmulatedService service(platform::moment, options.clock_rate, network);
  DesktopHost host(service, std::move(preferences), options.theme,
                   [&window](const std::string& text) { window->set_clipboard(text); });
  int outcome = kDone;
  {
    shell::Console console(host, console_fonts(), std::move(*start));
    window->attach([&console] { console.request_frame(); });
    Loop loop(*window, host, console, service, network, std::move(steps));
    outcome = loop.run();
    if (const std::string goes_on = console.goes_on(); !goes_on.empty())
      std::fprintf(stderr, "dds-desktop: %s\n", goes_on.c_str());
    const Window::Geometry last = window->geometry();
    if (options.width == 0 && last.width > 0.0F) {
      host.save(kSizeKey, std::to_string(static_cast<int>(last.width)) + "x" +
                              std::to_string(static_cast<int>(last.height)));
    }
    window->detach();
  }
  return outcome;
}

}  // namespace dds::desktop
