#include <algorithm>
#include <array>
#include <utility>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/request_parts.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

// Splits one command. Quotes: '...', "...", $'...'.
class ShellReader {
 public:
  explicit ShellReader(std::string_view text) : text_(text) {}

  Result<std::vector<std::string>> run() {
    while (at_ < text_.size() && !ended_) {
      if (!step()) {
        return unreadable(
            "A quote of the curl command is not closed: paste the command to its end.");
      }
    }
    end_word();
    return std::move(words_);
  }

 private:
  bool step() {
    const char c = text_[at_++];
    switch (c) {
      case '\'': return single_quoted();
      case '"': return double_quoted();
      case '\\': escape(); return true;
      case ' ':
      case '\t':
      case '\r': end_word(); return true;
      case '\n':
      case '|':
      case ';':
      case '<':
      case '>': ended_ = true; return true;
      // Pasted without quotes, an & within a URL was meant to belong to it.
      case '&':
        ended_ = at_ == text_.size() ||
                 std::string_view(" \t\r\n&").find(text_[at_]) != std::string_view::npos;
        if (!ended_) put(c);
        return true;
      case '$':
        if (at_ < text_.size() && text_[at_] == '\'') {
          ++at_;
          return ansi_quoted();
        }
        put(c);
        return true;
      default: put(c); return true;
    }
  }

  void put(char c) {
    word_ += c;
    in_word_ = true;
  }

  void end_word() {
    if (in_word_) words_.push_back(std::exchange(word_, {}));
    in_word_ = false;
  }

  // A backslash before a line break joins the lines.
  void escape() {
    if (at_ == text_.size()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    if (text_[at_] == '\n') {
      ++at_;
      return;
    }
    put(text_[at_++]);
  }

  bool single_quoted() {
    in_word_ = true;
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos) return false;
    word_ += text_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  bool double_quoted() {
    in_word_ = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (c == '\\' && at_ < text_.size()) {
        const char next = text_[at_++];
        if (next == '\n') continue;
        if (std::string_view("\"\\$`").find(next) == std::string_view::npos) word_ += c;
        word_ += next;
        continue;
      }
      word_ += c;
    }
    return false;
  }

  bool ansi_quoted() {
    in_word_ = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\'') return true;
      if (c != '\\' || at_ == text_.size()) {
        word_ += c;
        continue;
      }
      ansi_escape(text_[at_++]);
    }
    return false;
  }

  void ansi_escape(char c) {
    switch (c) {
      case 'n': word_ += '\n'; return;
      case 'r': word_ += '\r'; return;
      case 't': word_ += '\t'; return;
      case 'x': word_ += static_cast<char>(hex_digits(2)); return;
      case 'u': put_code_point(hex_digits(4)); return;
      default: word_ += c; return;
    }
  }

  unsigned hex_digits(int longest) {
    unsigned value = 0;
    for (; longest > 0 && at_ < text_.size() && is_hex_digits(text_.substr(at_, 1)); --longest) {
      const char c = text_[at_++];
      const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
      value = value * 16 + static_cast<unsigned>(digit);
    }
    return value;
  }

  void put_code_point(unsigned code) {
    if (code < 0x80) {
      word_ += static_cast<char>(code);
    } else if (code < 0x800) {
      word_ += static_cast<char>(0xC0U | code >> 6U);
      word_ += static_cast<char>(0x80U | (code & 63U));
    } else {
      word_ += static_cast<char>(0xE0U | code >> 12U);
      word_ += static_cast<char>(0x80U | (code >> 6U & 63U));
      word_ += static_cast<char>(0x80U | (code & 63U));
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> words_;
  std::string word_;
  bool in_word_ = false;
  bool ended_ = false;
};

constexpr std::array<std::string_view, 7> kData{
    "-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json"};
// Options with a value that says nothing about the request's signature.
constexpr std::array<std::string_view, 30> kIgnoredWithValue{
    "-o", "--output",  "-m",      "--max-time", "-w",        "--write-out",
    "-u", "--user",    "-x",      "--proxy",    "-A",        "--user-agent",
    "-e", "--referer", "-b",      "--cookie",   "-c",        "--cookie-jar",
    "-E", "--cert",    "--key",   "--cacert",   "--resolve", "--connect-timeout",
    "-K", "--config",  "--retry", "--capath",   "-D",        "--dump-header"};

template <std::size_t N>
bool is_among(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool takes_value(std::string_view option) {
  constexpr std::array<std::string_view, 6> kOther{"-X",       "--request", "-H",
                                                   "--header", "--url",     "--url-query"};
  return is_among(option, kData) || is_among(option, kIgnoredWithValue) || is_among(option, kOther);
}

class CurlReader {
 public:
  explicit CurlReader(std::vector<std::string> words) : words_(std::move(words)) {}

  Result<Request> run() {
    for (at_ = 1; at_ < words_.size(); ++at_) {
      if (Status bad = word(words_[at_])) return *std::move(bad);
    }
    if (draft_.url.empty())
      return unreadable("The curl command has no URL: paste the whole command.");
    if (draft_.url.find("://") == std::string::npos) draft_.url = "http://" + draft_.url;
    if (as_query_ && !draft_.body.empty()) {
      draft_.url += draft_.url.find('?') == std::string::npos ? '?' : '&';
      draft_.url += std::exchange(draft_.body, {});
    }
    if (draft_.method.empty()) draft_.method = has_data_ && !as_query_ ? "POST" : "GET";
    if (has_data_ && !as_query_ && find_header(draft_.headers, "content-type").empty())
      draft_.headers.push_back({"Content-Type", content_type_});
    draft_.source = Source::Curl;
    return finish(std::move(draft_));
  }

 private:
  Status word(const std::string& text) {
    if (!text.starts_with('-') || text == "-") {
      draft_.url = text;
      return {};
    }
    if (text.starts_with("--")) {
      const std::size_t equals = text.find('=');
      if (equals != std::string::npos)
        return option(text.substr(0, equals), text.substr(equals + 1));
      if (text == "--get") as_query_ = true;
      return takes_value(text) ? with_next(text) : Status();
    }
    return short_options(text);
  }

  // -sS, -XPOST, -sXPOST, -H 'Name: value'.
  Status short_options(const std::string& text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
      const std::string name = std::string("-") + text[i];
      if (name == "-G") as_query_ = true;
      if (name == "-F")
        return unreadable(
            "The curl command sends a multipart form (-F), which this service does not take: use "
            "-d.");
      if (!takes_value(name)) continue;
      return i + 1 < text.size() ? option(name, text.substr(i + 1)) : with_next(name);
    }
    return {};
  }

  Status with_next(const std::string& name) {
    if (at_ + 1 == words_.size())
      return unreadable("The curl command ends after " + name + ", which wants a value.");
    return option(name, words_[++at_]);
  }

  Status option(const std::string& name, const std::string& value) {
    if (name == "-X" || name == "--request") draft_.method = value;
    if (name == "--url") draft_.url = value;
    if (name == "-H" || name == "--header") header(value);
    return is_among(name, kData) ? data(name, value) : Status();
  }

  void header(std::string_view line) {
    const std::string_view name = take_until(line, ':');
    if (line.starts_with(' ')) line.remove_prefix(1);
    draft_.headers.push_back({std::string(trimmed(name)), std::string(line)});
  }

  Status data(const std::string& name, const std::string& value) {
    has_data_ = true;
    if (name == "--json") content_type_ = "application/json";
    std::string text = value;
    const std::size_t mark = value.find_first_of("=@");
    const bool named = name == "--data-urlencode";
    const bool from_file = named ? mark != std::string::npos && value[mark] == '@'
                                 : name != "--data-raw" && value.starts_with('@');
    if (from_file) {
      return unreadable(
          "The curl command reads its body from a file: paste it with the body itself, as "
          "--data-raw '...'.");
    }
    if (named) {
      text = mark == std::string::npos ? percent_encode(value)
             : mark == 0               ? percent_encode(value.substr(1))
                         : value.substr(0, mark + 1) + percent_encode(value.substr(mark + 1));
    }
    if (!draft_.body.empty()) draft_.body += '&';
    draft_.body += text;
    return {};
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  Draft draft_;
  std::string content_type_ = "application/x-www-form-urlencoded";
  bool as_query_ = false;
  bool has_data_ = false;
};

}  // namespace

Result<std::vector<std::string>> shell_words(std::string_view text) {
  return ShellReader(text).run();
}

Result<Request> read_curl(std::string_view text) {
  if (text.starts_with("$ ")) text.remove_prefix(2);
  Result<std::vector<std::string>> words = is_cmd(text) ? cmd_words(text) : shell_words(text);
  if (!words) return words.error();
  return CurlReader(*std::move(words)).run();
}

}  // namespace dds::diagnose
