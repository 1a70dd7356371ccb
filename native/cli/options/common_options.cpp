#include "native/cli/options/common_options.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "native/cli/options/option_values.h"
#include "native/platform/output.h"

namespace dds::cli {
namespace {

constexpr int kLongestTimeout = 3600;
constexpr std::int64_t kMostAtOnce = 1'000;
constexpr std::size_t kMostConnections = 64;  // more would only queue elsewhere
constexpr double kLeastRate = 0.1;
constexpr double kMostRate = 1'000;

Error wrong_value(const std::string& option, const std::string& allowed, const std::string& given) {
  return make_error(ErrorCode::InvalidParameter,
                    option + " takes " + allowed + "; \"" + given + "\" was given.", option);
}

}  // namespace

void add_common_options(options::OptionSet& options, CommonTexts& texts) {
  options.begin_group("Common options");
  options.add_option("--region", texts.region,
                     "region, e.g. cn-hangzhou (default: the profile's, ALIBABA_CLOUD_REGION_ID)");
  options.add_option("--endpoint", texts.endpoint,
                     "host or URL instead of the region's (or ALIBABA_CLOUD_ENDPOINT)");
  options.add_option("--profile", texts.profile,
                     "profile of ~/.aliyun/config.json to take the AccessKey from");
  options.add_flag("--credentials-stdin", texts.credentials_stdin,
                   "read the AccessKey as JSON from standard input");
  options.add_option("--output", texts.output,
                     "json, table or raw (default: table on a terminal, else json)");
  options.add_option("--format", texts.format,
                     "JSON or XML: what the service shall answer (default JSON)");
  options.add_option("--method", texts.method, "GET or POST: the HTTP method (default POST)");
  options.add_option(
      "--scheme", texts.scheme,
      "acs3 or rpc-v1: how requests are signed (default acs3; rpc-v1 for --method GET and "
      "--format XML)");
  options.add_option("--timeout", texts.timeout, "seconds that one request may take (default 30)");
  options.add_option(
      "--rate", texts.rate,
      "requests a second that are sent at most, 0.1 to 1000 (default: as many as the "
      "service allows)");
  options.add_option(
      "--at-once", texts.at_once,
      "backups or instances worked on at once, 1 to 1000, and requests in flight, 64 at "
      "most (default 32)");
  options.add_flag("--dry-run", texts.dry_run,
                   "print the signed request, secrets masked, and send nothing");
  options.add_flag("--insecure", texts.insecure,
                   "allow an http endpoint that is not on this machine");
}

CommonOption common_option(const std::string& word) {
  options::OptionSet options({}, options::Unexpected::Refuse);
  CommonTexts texts;
  add_common_options(options, texts);
  const std::optional<options::OptionFacts> option = options.find(word);
  if (!option || option->name != word || word == "--help") return CommonOption::None;
  return option->takes_value ? CommonOption::WithValue : CommonOption::Flag;
}

void take_several_regions(options::OptionSet& options) {
  options.join_lines("--region",
                     "region, several separated by commas or by --region again (default: the "
                     "profile's, ALIBABA_CLOUD_REGION_ID)");
}

Result<CommonOptions> read_common_options(const CommonTexts& texts) {
  CommonOptions options;
  options.endpoint = texts.endpoint;
  options.region = texts.region;
  options.profile = texts.profile;
  options.dry_run = texts.dry_run;
  options.insecure = texts.insecure;
  options.credentials_stdin = texts.credentials_stdin;

  if (texts.method == "GET") {
    options.sign.placement = api::Placement::Query;
  } else if (texts.method != "POST") {
    return wrong_value("--method", "GET or POST", texts.method);
  }
  // What ACS3 cannot do is no reason to refuse: unless it was asked for, RPC v1 takes its place.
  const bool only_rpc = texts.method == "GET" || texts.format == "XML";
  options.rpc_instead = texts.scheme.empty() && only_rpc;
  if (texts.scheme == "acs3" || (texts.scheme.empty() && !only_rpc)) {
    options.sign.scheme = signing::Scheme::Acs3;
    if (texts.format == "XML") {
      return make_error(ErrorCode::InvalidParameter,
                        "--scheme acs3 is answered as JSON only; leave out --format XML, or use "
                        "--scheme rpc-v1.",
                        "--format");
    }
    if (texts.method == "GET") {
      return make_error(ErrorCode::InvalidParameter,
                        "--scheme acs3 is sent by POST only; leave out --method GET.", "--method");
    }
  } else if (!texts.scheme.empty() && texts.scheme != "rpc-v1") {
    return wrong_value("--scheme", "acs3 or rpc-v1", texts.scheme);
  }
  if (texts.format == "XML") {
    options.format = api::Format::Xml;
  } else if (texts.format != "JSON") {
    return wrong_value("--format", "JSON or XML", texts.format);
  }
  if (texts.output == "json") {
    options.output = OutputKind::Json;
  } else if (texts.output == "table") {
    options.output = OutputKind::Table;
  } else if (texts.output == "raw") {
    options.output = OutputKind::Raw;
  } else if (!texts.output.empty()) {
    return wrong_value("--output", "json, table or raw", texts.output);
  }
  const std::optional<std::int64_t> seconds = parse_integer(texts.timeout, 1, kLongestTimeout);
  if (!seconds) return wrong_value("--timeout", "whole seconds from 1 to 3600", texts.timeout);
  options.sign.timeout = Seconds(*seconds);
  if (!texts.rate.empty()) {
    const std::optional<double> rate = parse_decimal(texts.rate, kLeastRate, kMostRate);
    if (!rate) return wrong_value("--rate", "requests a second from 0.1 to 1000", texts.rate);
    options.limits.rate = *rate;
  }
  if (!texts.at_once.empty()) {
    const std::optional<std::int64_t> count = parse_integer(texts.at_once, 1, kMostAtOnce);
    if (!count) return wrong_value("--at-once", "a number from 1 to 1000", texts.at_once);
    options.at_once = static_cast<std::size_t>(*count);
    options.limits.at_once = std::min(options.at_once, kMostConnections);
  }
  return options;
}

OutputKind resolve(OutputKind kind) {
  if (kind != OutputKind::Auto) return kind;
  return platform::is_terminal(platform::Stream::Out) ? OutputKind::Table : OutputKind::Json;
}

}  // namespace dds::cli
