// The options that every command which calls the service understands, as they were typed and as
// they were meant.
#pragma once

#include <cstddef>
#include <string>

#include "core/api/call.h"
#include "core/api/sign_call.h"
#include "core/backup/request_limiter.h"
#include "core/base/result.h"
#include "native/options/option_set.h"

namespace dds::cli {

enum class OutputKind {
  Auto,   // Table on a terminal, Json elsewhere
  Json,   // the service's answer as it came
  Table,  // for people
  Raw,    // status line, headers and body as they came
};

/// Auto becomes Table on a terminal and Json elsewhere; the others stay as they are.
[[nodiscard]] OutputKind resolve(OutputKind kind);

/// As typed.
struct CommonTexts {
  std::string endpoint;
  std::string region;
  std::string profile;
  std::string scheme;  // empty: acs3, or rpc-v1 where only that can do it
  std::string method = "POST";
  std::string format = "JSON";
  std::string output;
  std::string timeout = "30";
  std::string rate;
  std::string at_once;
  bool dry_run = false;
  bool insecure = false;
  bool credentials_stdin = false;
};

/// As meant.
struct CommonOptions {
  std::string endpoint;
  std::string region;
  std::string profile;
  api::SignOptions sign;
  bool rpc_instead = false;  // nobody chose a scheme, and ACS3 cannot do what is wanted
  api::Format format = api::Format::Json;
  OutputKind output = OutputKind::Auto;
  bool dry_run = false;
  bool insecure = false;
  bool credentials_stdin = false;
  backup::LimiterOptions limits;                // --rate, and --at-once as far as it goes
  std::size_t at_once = backup::kMostInFlight;  // backups or instances that are worked on
};

/// Lets --region name several: given again, or separated by commas; `texts.region` then holds all
/// of them, separated by line feeds and commas.
void take_several_regions(options::OptionSet& options);

/// Declares them; `texts` must live as long as the set.
void add_common_options(options::OptionSet& options, CommonTexts& texts);

/// What a word before the command is: common options may stand there, and their values are no
/// command.
enum class CommonOption { None, Flag, WithValue };
[[nodiscard]] CommonOption common_option(const std::string& word);

/// Or the sentence that says which value is wrong and what it may be.
[[nodiscard]] Result<CommonOptions> read_common_options(const CommonTexts& texts);

}  // namespace dds::cli
