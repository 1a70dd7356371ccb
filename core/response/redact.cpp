#include "core/response/redact.h"

#include <algorithm>
#include <vector>

#include "core/base/percent.h"
#include "core/base/stable_order.h"
#include "core/response/secret_text.h"

namespace dds::response {
namespace {

constexpr std::size_t kShortestLiteral =
    4;  // masking every "a" of a text would hide the text, not a secret

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_word_char(char c) {
  return is_letter_or_digit(c) || c == '_' || c == '-';
}
bool is_key_id_char(char c) {
  return is_word_char(c) || c == '.' || c == '*';
}

// A header that ACS3 made: its parts have names of their own, and all but two of them help to find
// a mistake.
bool is_acs3_authorization(std::string_view value) {
  return value.starts_with("ACS3-") && value.find("Credential=") != std::string_view::npos &&
         value.find("Signature=") != std::string_view::npos;
}

// A key ID that stands alone: they begin so, temporary ones with "STS.".
bool is_key_id(std::string_view text, std::size_t begin, std::string_view word) {
  if (word.size() < 16 || !std::all_of(word.begin(), word.end(), is_letter_or_digit)) return false;
  return word.starts_with("LTAI") || (begin >= 4 && text.substr(begin - 4, 4) == "STS.");
}

class Redactor {
 public:
  explicit Redactor(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string run() {
    while (at_ < text_.size()) {
      if (is_word_char(text_[at_])) {
        take_word();
      } else if (text_.substr(at_).starts_with("://")) {
        take_user_info();
      } else {
        copy(at_ + 1);
      }
    }
    return std::move(out_);
  }

 private:
  void take_word() {
    std::size_t end = at_;
    while (end < text_.size() && is_word_char(text_[end])) ++end;
    const std::size_t begin = at_;
    const NameKind kind = kind_of_word(text_, begin, end);
    const std::optional<ValueRange> value =
        kind == NameKind::Plain ? std::nullopt : find_value(text_, begin, end, in_quotes_);
    const std::string_view word = text_.substr(begin, end - begin);
    if (!value && is_key_id(text_, begin, word)) {
      out_ += shorten_key_id(word);
      at_ = end;
      return;
    }
    copy(end);
    if (!value) return;
    take_between(value->begin);
    if (kind == NameKind::KeyId) {
      take_key_id();
    } else {
      mask(*value);
    }
  }

  // A value is missing, and what stands in its place names the next one: that one's value goes too.
  [[nodiscard]] std::size_t end_of_all(const ValueRange& value) const {
    constexpr std::size_t kLooked = 256;
    std::size_t end = value.end;
    std::size_t at = std::max(value.begin, end - std::min(end, kLooked));
    while (at < end) {
      if (!is_word_char(text_[at])) {
        ++at;
        continue;
      }
      const std::size_t begin = at;
      while (at < text_.size() && is_word_char(text_[at])) ++at;
      if (kind_of_word(text_, begin, at) == NameKind::Plain) continue;
      if (const auto inner = find_value(text_, begin, at, in_quotes_))
        end = std::max(end, inner->end);
    }
    return end;
  }

  // What stands between a name and its value: a separator, or an element's attributes, which may
  // hold secrets of their own.
  void take_between(std::size_t end) {
    const std::string_view between = text_.substr(at_, end - at_);
    if (std::none_of(between.begin(), between.end(), is_word_char)) return copy(end);
    out_ += redact(between);
    at_ = end;
  }

  void mask(const ValueRange& value) {
    const std::string_view hidden = text_.substr(value.begin, value.end - value.begin);
    if (hidden.empty() || is_acs3_authorization(hidden)) return;
    if (value.bare_json &&
        (hidden.starts_with("null") || hidden.starts_with("true") || hidden.starts_with("false")))
      return;
    if (value.bare_json) out_ += '"';
    out_ += kMask;
    if (value.bare_json) out_ += '"';
    at_ = end_of_all(value);
  }

  void take_key_id() {
    std::size_t end = at_;
    while (end < text_.size() && is_key_id_char(text_[end])) ++end;
    if (kind_of_word(text_, at_, end) != NameKind::Plain) return;  // the id is missing
    out_ += shorten_key_id(text_.substr(at_, end - at_));
    at_ = end;
  }

  // https://user:password@host
  void take_user_info() {
    copy(at_ + 3);
    const std::size_t end = std::min(text_.find_first_of("@/?# \t\r\n\"'<>\\", at_), text_.size());
    if (end == text_.size() || text_[end] != '@' || end == at_) return;
    out_ += kMask;
    at_ = end;
  }

  // Also keeps track of whether the place is inside a double-quoted text on its line.
  void copy(std::size_t end) {
    for (; at_ < end; ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        in_quotes_ = false;
      } else if (c == '"' && !escaped_) {
        in_quotes_ = !in_quotes_;
      }
      escaped_ = c == '\\' && !escaped_;
      out_ += c;
    }
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  bool in_quotes_ = false;
  bool escaped_ = false;
};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  std::size_t at = text.find(what);
  if (at == std::string::npos) return;
  std::string out;
  out.reserve(text.size());
  std::size_t from = 0;
  for (; at != std::string::npos; at = text.find(what, from)) {
    out.append(text, from, at - from);
    out += with;
    from = at + what.size();
  }
  out.append(text, from, std::string::npos);
  wipe_text(text);
  text = std::move(out);
}

// As it stands inside a JSON text or an XML element.
std::string escape_markup(std::string_view text, bool json) {
  std::string out;
  for (const char c : text) {
    if (json && (c == '"' || c == '\\' || c == '/')) {
      if (c != '/') out += '\\';  // a slash is seldom escaped
      out += c;
    } else if (!json && c == '&') {
      out += "&amp;";
    } else if (!json && c == '<') {
      out += "&lt;";
    } else if (!json && c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string lower_escapes(std::string text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] != '%') continue;
    for (char* c : {&text[i + 1], &text[i + 2]}) {
      if (*c >= 'A' && *c <= 'F') *c = static_cast<char>(*c - 'A' + 'a');
    }
  }
  return text;
}

void mask_literally(std::string& text, const Secret& secret) {
  if (secret.size() < kShortestLiteral) return;
  std::vector<std::string> forms{std::string(secret.reveal())};
  for (int times = 0; times < 3; ++times) {
    forms.push_back(
        percent_encode(times == 0 ? std::string_view(forms[0]) : std::string_view(forms.back())));
  }
  std::string with_plus = forms[1];  // a form's way to write a blank
  for (std::size_t at = with_plus.find("%20"); at != std::string::npos;
       at = with_plus.find("%20", at)) {
    with_plus.replace(at, 3, "+");
  }
  for (std::size_t i = 1; i < 4; ++i) forms.push_back(lower_escapes(forms[i]));
  forms.push_back(std::move(with_plus));
  forms.push_back(escape_markup(forms[0], true));
  forms.push_back(escape_markup(forms[0], false));
  // Longest first: an encoded form may contain the plain one.
  sort_stable(forms,
              [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  for (std::string& form : forms) {
    replace_all(text, form, kMask);
    wipe_text(form);
  }
}

}  // namespace

bool is_secret_name(std::string_view name) {
  return kind_of_name(name) == NameKind::Secret;
}

std::string redact(std::string_view text) {
  return Redactor(text).run();
}

std::string redact(std::string_view text, const signing::Credentials& credentials) {
  std::string out(text);
  mask_literally(out, credentials.access_key_secret);
  mask_literally(out, credentials.security_token);
  const std::string& id = credentials.access_key_id;
  if (const std::string shortened = shorten_key_id(id); shortened != id)
    replace_all(out, id, shortened);
  std::string result = redact(out);
  wipe_text(out);
  return result;
}

HttpRequest redacted(const HttpRequest& request) {
  HttpRequest masked = request;
  masked.url = redact(request.url);
  masked.body = redact(request.body);
  for (HttpHeader& header : masked.headers) {
    switch (kind_of_name(header.name)) {
      case NameKind::Secret:
        header.value =
            is_acs3_authorization(header.value) ? redact(header.value) : std::string(kMask);
        break;
      case NameKind::KeyId: header.value = shorten_key_id(header.value); break;
      case NameKind::Plain: header.value = redact(header.value); break;
    }
  }
  return masked;
}

}  // namespace dds::response
