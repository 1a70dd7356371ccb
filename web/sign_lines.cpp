// `dds sign` as a WebAssembly program for node: JSON lines in on standard input, one answer a line
// out, exit code 2 when a line was bad. A blank line is a bad one, so that answers keep step with
// lines.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/signing/sign_line.h"

namespace {

// Returns whether the line was good.
bool answer(std::string_view line) {
  dds::signing::SignedLine signed_line = dds::signing::sign_line(line);
  signed_line.answer += '\n';
  std::fwrite(signed_line.answer.data(), 1, signed_line.answer.size(), stdout);
  return signed_line.ok;
}

}  // namespace

int main() {
  bool all_good = true;
  std::string pending;  // the line that is not complete yet
  std::array<char, 65536> chunk;
  while (true) {
    const ssize_t size = read(STDIN_FILENO, chunk.data(), chunk.size());
    if (size <= 0) break;
    std::string_view rest(chunk.data(), static_cast<std::size_t>(size));
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      pending.append(rest.substr(0, end));
      all_good = answer(pending) && all_good;
      dds::wipe_text(pending);
      rest.remove_prefix(end + 1);
    }
    pending.append(rest);
  }
  if (!pending.empty()) all_good = answer(pending) && all_good;  // a last line without its end
  dds::wipe_text(pending);
  std::fflush(stdout);
  return all_good ? 0 : 2;
}
