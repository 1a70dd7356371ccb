// What the program says: data to stdout, everything else to stderr, through the one gate that masks
// secrets.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/signing/credentials.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// Text that is looked at before it is shown; with credentials, their secret and token are masked
/// wherever they are.
[[nodiscard]] std::string clean(std::string_view text,
                                const signing::Credentials* credentials = nullptr);

/// Data: exactly this text on stdout.
void put(std::string_view text);

/// "dds: <sentence>" and a line break on stderr, redacted.
void complain(std::string_view sentence);

/// A further line on stderr, redacted.
void note(std::string_view line);

/// As `complain`, but not redacted: for sentences of our own that name a secret's option or field
/// (which `redact` would take for the secret itself) and hold no value.
void complain_verbatim(std::string_view sentence);

/// Complains and returns the exit code for wrong usage.
[[nodiscard]] ExitCode wrong_usage(std::string_view sentence);

/// As it is when no shell changes it, else in single quotes.
[[nodiscard]] std::string quoted(const std::string& text);

}  // namespace dds::cli
