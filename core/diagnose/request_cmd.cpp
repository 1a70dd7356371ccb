#include <algorithm>

#include "core/diagnose/request_parts.h"

namespace dds::diagnose {
namespace {

// How long the line break at this place is; 0: there is none.
std::size_t break_size(std::string_view text, std::size_t at) {
  if (text.substr(std::min(at, text.size()), 2) == "\r\n") return 2;
  return at < text.size() && text[at] == '\n' ? 1 : 0;
}

// What cmd.exe hands to the program: outside of its quotes a ^ takes the next character as it is,
// and joins lines. One before a quote does not begin cmd's own quotes.
std::string without_carets(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '^' && !quoted && at + 1 < text.size()) {
      const std::size_t joined = break_size(text, ++at);
      if (joined == 0) {
        out += text[at];
        continue;
      }
      at += joined - 1;
      // A line break within a value is written as ^ and two of them.
      if (const std::size_t meant = break_size(text, at + 1); meant > 0) {
        out += '\n';
        at += meant;
      }
      continue;
    }
    if (c == '"') quoted = !quoted;
    // The command's end. An & within a URL without quotes was meant to belong to it.
    if (!quoted && (c == '\n' || c == '|' || c == '<' || c == '>')) break;
    out += c;
  }
  return out;
}

}  // namespace

bool is_cmd(std::string_view text) {
  const auto has = [&](std::string_view what) { return text.find(what) != std::string_view::npos; };
  if (has("^\n") || has("^\r\n") || has(" ^\"")) return true;
  return text.starts_with("curl.exe ") && !has("'");
}

Result<std::vector<std::string>> cmd_words(std::string_view text) {
  const std::string command = without_carets(text);
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  bool quoted = false;
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char c = command[at];
    const bool quote_next = at + 1 < command.size() && command[at + 1] == '"';
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      if (quoted) {
        word += c;
      } else if (in_word) {
        words.push_back(std::move(word));
        word.clear();
        in_word = false;
      }
      continue;
    }
    in_word = true;
    if ((c == '\\' && quote_next) || (c == '"' && quoted && quote_next)) {
      word += '"';
      ++at;
    } else if (c == '\\' && command.substr(at, 2) == "\\\\") {
      word += '\\';  // copied from a browser: each one is doubled
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else {
      word += c;
    }
  }
  if (quoted)
    return unreadable("A quote of the curl command is not closed: paste the command to its end.");
  if (in_word) words.push_back(std::move(word));
  return words;
}

}  // namespace dds::diagnose
