// What `dds restore` was asked for, as typed and as meant.
#pragma once

#include <string>

#include "core/backup/restore_instance.h"
#include "core/base/result.h"
#include "native/options/option_set.h"

namespace dds::cli {

/// As typed.
struct RestoreTexts {
  std::string set;
  std::string at;
  std::string name;
  std::string instance_class;
  std::string storage;
  std::string vswitch;
  std::string client_token;
  std::string poll;
  bool no_wait = false;
  bool yes_pay = false;
};

/// Declares the options; `texts` must live as long as the set.
void add_restore_options(options::OptionSet& options, RestoreTexts& texts);

struct RestoreWish {
  api::CloneRequest request;  // without a ClientToken when none was typed
  backup::RestoreOptions options;
};
/// The error is one sentence.
[[nodiscard]] Result<RestoreWish> read_restore_wish(const RestoreTexts& texts);

/// --poll: seconds between two looks at the new instance.
[[nodiscard]] Status read_poll(const std::string& text, Milliseconds& poll);

}  // namespace dds::cli
