#include "native/cli/commands/commands.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "core/emulator/quotas.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/fault_help.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/paths.h"
#include "native/platform/signals.h"
#include "native/server/upstream.h"
#include "native/server/web_server.h"

namespace dds::cli {
namespace {

constexpr int kLastPort = 65'535;
constexpr double kFastest = 100'000;
constexpr std::int64_t kMostInstances = 10'000;
constexpr std::int64_t kLongestWindow = 86'400;

struct ServeTexts {
  std::string port;
  std::string clock_rate = "1";
  std::string site;
  std::vector<std::string> origins;
  bool emulator = false;
};

// The emulator's own options, alike for both commands; empty = not given.
struct EmulatorTexts {
  std::string state;
  std::string faults;
  std::string instances;
  std::string throttle;
  std::string timestamp_window;
  std::string seed;
  bool control = false;

  void add_to(options::OptionSet& options) {
    options.add_option(
        "--state", state,
        "file that its state is kept in: taken up when it is there, saved after each "
        "change");
    options.add_option(
        "--faults", faults,
        "faults that requests meet, also by way of the proxy, such as "
        "CreateBackup:lost-after:20%,*:throttled:x3,seed=7 (dds emulator --help lists "
        "them)");
    options.add_flag("--control", control,
                     "also serve /control/: effects, instances, state, requests, reset, faults");
    options.add_option("--instances", instances, "so many replica sets more in a new account");
    options.add_option(
        "--throttle", throttle,
        "how often a key may call: 5 (a second, each action), 200/60 (in 60 seconds), "
        "CreateBackup:5, all:5 (all actions together), several with commas, or "
        "documented");
    options.add_option("--timestamp-window", timestamp_window,
                       "seconds that a request's timestamp may be off (default 900)");
    options.add_option("--seed", seed, "another account of the same kind (default 1)");
  }

  [[nodiscard]] bool any() const {
    return control || !(state + faults + instances + throttle + timestamp_window + seed).empty();
  }
};

bool has_page(const std::filesystem::path& site) {
  std::error_code error;
  return std::filesystem::is_regular_file(site / "index.html", error);
}

// Beside the program, wherever it was built to: build/native/bin/dds -> build/web/site.
std::filesystem::path find_site(const std::string& called_as) {
  const std::filesystem::path folder = platform::program_folder(called_as);
  for (const char* relative : {"../../web/site", "site", "../share/dds-console/site"}) {
    std::filesystem::path site = (folder / relative).lexically_normal();
    if (has_page(site)) return site;
  }
  return (folder / "../../web/site").lexically_normal();
}

Status read_numbers(const ServeTexts& texts, server::ServerSettings& settings) {
  const std::optional<std::int64_t> port = parse_integer(texts.port, 0, kLastPort);
  if (!port) {
    return make_error(ErrorCode::InvalidParameter,
                      "--port takes a number from 1 to 65535, or 0 for any free port; \"" +
                          texts.port + "\" was given.",
                      {});
  }
  const std::optional<double> rate = parse_decimal(texts.clock_rate, 1, kFastest);
  if (!rate) {
    return make_error(
        ErrorCode::InvalidParameter,
        "--clock-rate takes a number from 1 to 100000; \"" + texts.clock_rate + "\" was given.",
        {});
  }
  settings.port = static_cast<int>(*port);
  settings.clock_rate = *rate;
  return std::nullopt;
}

// The number, or nothing when the option was not given.
Result<std::optional<std::int64_t>> read_number(const char* option, const std::string& text,
                                                std::int64_t least, std::int64_t most) {
  if (text.empty()) return std::optional<std::int64_t>();
  const std::optional<std::int64_t> number = parse_integer(text, least, most);
  if (number) return number;
  return make_error(ErrorCode::InvalidParameter,
                    std::string(option) + " takes a whole number from " + std::to_string(least) +
                        " to " + std::to_string(most) + "; \"" + text + "\" was given.",
                    {});
}

Status read_emulator(const EmulatorTexts& texts, server::ServerSettings& settings) {
  server::EmulatorOptions& options = settings.emulator_options;
  settings.control = texts.control;
  options.state = texts.state;
  auto faults = emulator::parse_faults(texts.faults);
  if (!faults) {
    return make_error(ErrorCode::InvalidParameter, "--faults: " + faults.error().message, {});
  }
  options.faults = *std::move(faults);
  const auto instances = read_number("--instances", texts.instances, 0, kMostInstances);
  if (!instances) return instances.error();
  options.settings.further_instances = static_cast<std::int32_t>(instances->value_or(0));
  if (const auto quotas = emulator::parse_quotas(texts.throttle); !quotas)
    return make_error(ErrorCode::InvalidParameter, "--throttle: " + quotas.error().message, {});
  if (!texts.throttle.empty()) options.throttle = texts.throttle;
  const auto window = read_number("--timestamp-window", texts.timestamp_window, 1, kLongestWindow);
  if (!window) return window.error();
  if (*window) options.timestamp_window = Seconds(**window);
  const auto seed = read_number("--seed", texts.seed, 0, std::numeric_limits<std::int64_t>::max());
  if (!seed) return seed.error();
  options.settings.seed = static_cast<std::uint64_t>(seed->value_or(1));
  options.on_problem = [](const Error& problem) { complain(problem.message); };
  return std::nullopt;
}

// The emulator's key is well known and opens nothing else, so it is printed as it is.
std::string key_lines() {
  return "export ALIBABA_CLOUD_ACCESS_KEY_ID=" + std::string(emulator::kAccessKeyId) +
         "\nexport ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + std::string(emulator::kAccessKeySecret) +
         "\n";
}

// What is said of options that are only for a new account, when the state's account is taken up.
std::string unused_options(const EmulatorTexts& texts) {
  std::error_code error;
  if (texts.state.empty() || !std::filesystem::exists(texts.state, error)) return {};
  std::string names = texts.instances.empty() ? "" : "--instances";
  if (!texts.seed.empty()) names += std::string(names.empty() ? "" : " and ") + "--seed";
  if (names.empty()) return {};
  return "The account in " + texts.state + " is taken up as it is; for a new one with " + names +
         " name a file that is not there yet.";
}

ExitCode serve(server::ServerSettings settings, const EmulatorTexts& emulator_texts) {
  const bool console = settings.role == server::Role::Console;
  const bool page = has_page(settings.site);
  const bool control = settings.control;
  const std::string unused = unused_options(emulator_texts);  // before the state file is made
  settings.now = platform::moment;
  settings.upstream = server::upstream_settings();
  platform::block_interrupts();  // before the server's threads are started, which inherit it
  Result<std::unique_ptr<server::WebServer>> started =
      server::WebServer::start(std::move(settings));
  if (!started) return wrong_usage(started.error().message);
  server::WebServer& web = **started;
  std::string text;
  if (console) text += "Console   " + web.origin() + "/\n";
  if (!web.emulator_url().empty()) text += "Emulator  " + web.emulator_url() + "\n" + key_lines();
  if (!unused.empty()) note(unused);
  if (control) note("Control   " + web.origin() + "/control/");
  put(text);
  if (console && !page)
    note("The page is not built yet (./dev build makes it); everything else is served.");
  note("Ctrl-C ends it.");
  platform::wait_for_interrupt();
  web.stop();
  return ExitCode::Done;
}

}  // namespace

ExitCode serve_command(const CommandLine& line) {
  OptionParser parser("serve [options]",
                      "Serves the console's page, a CORS proxy for the service's hosts and, if "
                      "wanted, the emulator,\n"
                      "on 127.0.0.1 only, until Ctrl-C.",
                      "  dds serve --emulator\n"
                      "  dds serve --port 9000 --emulator --clock-rate 20 --state emulator.json\n");
  ServeTexts texts;
  EmulatorTexts emulator_texts;
  texts.port = "8620";
  parser.option_set().add_option("--port", texts.port,
                                 "port on 127.0.0.1 (default 8620; 0: any free one)");
  parser.option_set().add_flag("--emulator", texts.emulator,
                               "also serve the emulator at /emulator/");
  parser.option_set().add_option("--clock-rate", texts.clock_rate,
                                 "how many times faster the emulator's clock runs");
  parser.option_set().add_option("--site", texts.site,
                                 "folder of the page (default: where the build puts it)");
  parser.option_set().add_repeatable("--allow-origin", texts.origins,
                                     "a further origin whose pages may use the proxy");
  emulator_texts.add_to(parser.option_set());
  parser.explain_code(ExitCode::Done, "ended by Ctrl-C or another signal");
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  if (!texts.emulator && emulator_texts.any()) {
    return wrong_usage(
        "The emulator's options (--state, --faults, --control, --instances, --throttle, "
        "--timestamp-window, --seed) need --emulator.");
  }
  server::ServerSettings settings;
  settings.role = server::Role::Console;
  settings.emulator = texts.emulator;
  settings.site =
      texts.site.empty() ? find_site(line.called_as) : std::filesystem::path(texts.site);
  settings.allowed_origins = texts.origins;
  if (const Status problem = read_numbers(texts, settings)) return wrong_usage(problem->message);
  if (const Status problem = read_emulator(emulator_texts, settings))
    return wrong_usage(problem->message);
  if (!texts.site.empty() && !has_page(settings.site)) {
    return wrong_usage("--site: there is no index.html in " + texts.site + ".");
  }
  return serve(std::move(settings), emulator_texts);
}

ExitCode emulator_command(const CommandLine& line) {
  OptionParser parser("emulator [options]",
                      "Serves the emulator alone on 127.0.0.1, until Ctrl-C: a stand-in for the "
                      "service that needs no\n"
                      "account and no network.",
                      "  dds emulator --port 0 --clock-rate 200\n"
                      "  dds emulator --state emulator.json --instances 1000 --control \\\n"
                      "      --faults 'CreateBackup:lost-after:20%,*:throttled:5%,seed=7'\n"
                      "  dds DescribeDBInstances --endpoint http://127.0.0.1:8621\n\n" +
                          fault_help());
  ServeTexts texts;
  EmulatorTexts emulator_texts;
  texts.port = "8621";
  parser.option_set().add_option("--port", texts.port,
                                 "port on 127.0.0.1 (default 8621; 0: any free one)");
  parser.option_set().add_option("--clock-rate", texts.clock_rate,
                                 "how many times faster its clock runs (default 1)");
  emulator_texts.add_to(parser.option_set());
  parser.explain_code(ExitCode::Done, "ended by Ctrl-C or another signal");
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  server::ServerSettings settings;
  settings.role = server::Role::Emulator;
  if (const Status problem = read_numbers(texts, settings)) return wrong_usage(problem->message);
  if (const Status problem = read_emulator(emulator_texts, settings))
    return wrong_usage(problem->message);
  return serve(std::move(settings), emulator_texts);
}

}  // namespace dds::cli
