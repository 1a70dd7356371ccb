#include "native/cli/terminal/say.h"

#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "native/platform/output.h"

namespace dds::cli {

std::string clean(std::string_view text, const signing::Credentials* credentials) {
  std::string shown = credentials ? response::redact(text, *credentials) : response::redact(text);
  // What comes from outside must not move the cursor or colour the terminal.
  for (char& c : shown) {
    const bool control = (c >= 0 && c < ' ') || c == 0x7F;
    if (control && c != '\n' && c != '\t') c = '?';
  }
  return replace_invalid_utf8(shown);
}

void put(std::string_view text) {
  platform::write(platform::Stream::Out, text);
}

void complain(std::string_view sentence) {
  note("dds: " + std::string(sentence));
}

void complain_verbatim(std::string_view sentence) {
  platform::write(platform::Stream::Error, "dds: " + std::string(sentence) + "\n");
}

void note(std::string_view line) {
  platform::write(platform::Stream::Error, clean(line) + "\n");
}

ExitCode wrong_usage(std::string_view sentence) {
  complain(sentence);
  return ExitCode::Usage;
}

std::string quoted(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789-_.,:/@+=%") == std::string::npos;
  if (plain) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace dds::cli
