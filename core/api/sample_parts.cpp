#include "core/api/sample_parts.h"

#include <algorithm>
#include <array>

#include "core/api/url_text.h"
#include "core/base/utf8.h"

namespace dds::api::samples {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string hex(char32_t code, std::size_t digits) {
  std::string out(digits, '0');
  for (std::size_t i = digits; i-- > 0; code >>= 4) out[i] = kHexDigits[code & 15];
  return out;
}

std::string octal(char32_t code) {
  std::string out(3, '0');
  for (std::size_t i = 3; i-- > 0; code >>= 3) out[i] = kHexDigits[code & 7];
  return out;
}

// Characters that are not seen, end a line or turn the direction of what follows: as escapes, so
// that the sample is what it looks like.
bool is_invisible(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad ||
         (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

std::string invisible(Quoting quoting, char32_t code) {
  // Java reads \u000a before it reads the text, C++ takes no \u below 0xa0; octal ends after three.
  const bool octal_only = quoting == Quoting::Java || quoting == Quoting::Cpp;
  if (octal_only && code < 0x80) return "\\" + octal(code);
  if (quoting == Quoting::Cpp && code < 0xa0) {  // its two bytes of UTF-8
    return "\\" + octal(0xc0 | code >> 6) + "\\" + octal(0x80 | (code & 63));
  }
  if (quoting == Quoting::Php) return "\\u{" + hex(code, 4) + "}";
  return "\\u" + hex(code, 4);
}

// With a backslash before it.
bool is_escaped(Quoting quoting, char32_t code) {
  return code == '"' || code == '\\' || (quoting == Quoting::Php && code == '$');
}

void append_quoted(std::string& out, Quoting quoting, std::string_view bytes, char32_t code,
                   char next) {
  if (code == '\n') {
    out += "\\n";
  } else if (code == '\r') {
    out += "\\r";
  } else if (code == '\t') {
    out += "\\t";
  } else if (is_invisible(code)) {
    out += invisible(quoting, code);
  } else {
    if (is_escaped(quoting, code)) out += '\\';
    out += bytes;
    // ${ and %{ begin a template.
    if (quoting == Quoting::Terraform && (code == '$' || code == '%') && next == '{') out += bytes;
  }
}

bool starts_word(std::string_view text, std::size_t at) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (at == 0 || !upper(text[at])) return false;
  const bool ends_capitals = at + 1 < text.size() && text[at + 1] >= 'a' && text[at + 1] <= 'z';
  return !upper(text[at - 1]) || ends_capitals;
}

}  // namespace

std::string Sample::authority() const {
  std::string text = url();
  text.erase(0, text.find("//") + 2);
  return text.substr(0, text.find('/'));
}

std::string variable_for(std::string_view flat_name) {
  std::string variable = "DDS_";
  for (std::size_t i = 0; i < flat_name.size(); ++i) {
    const char c = flat_name[i];
    if (starts_word(flat_name, i) && variable.back() != '_') variable += '_';
    const bool lower = c >= 'a' && c <= 'z';
    const bool letter_or_digit = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    variable += lower ? static_cast<char>(c - 'a' + 'A') : letter_or_digit ? c : '_';
  }
  return variable;
}

std::string fill(std::string_view text, std::initializer_list<Filling> fillings) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find("@{");
    const std::size_t end = text.find('}', begin);
    out += text.substr(0, begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) return out;
    const std::string_view gap = text.substr(begin + 2, end - begin - 2);
    for (const Filling& filling : fillings) {
      if (filling.gap == gap) out += filling.text;
    }
    text.remove_prefix(end + 1);
  }
}

std::string head(const Sample& sample, std::string_view mark, std::string_view needs,
                 bool untried) {
  const std::string begin = std::string(mark) + " ";
  std::string lines = begin + sample.action + " of ApsaraDB for MongoDB (Dds 2015-12-01).\n";
  if (!needs.empty()) lines += begin + std::string(needs) + "\n";
  lines += begin +
           "The AccessKey comes from ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET "
           "and, for a\n" +
           begin + "temporary one, ALIBABA_CLOUD_SECURITY_TOKEN.\n";
  for (const Value& value : sample.values) {
    if (value.secret()) lines += begin + value.name + " comes from " + value.variable + ".\n";
  }
  if (untried) {
    lines += begin + "Untested: written after the documentation, never run by its makers.\n";
  }
  return lines;
}

std::string rpc_remark(const Sample& sample, std::string_view mark) {
  if (sample.scheme != "acs3") return {};
  return std::string(mark) +
         " Signed with RPC v1, which takes fewer lines than ACS3; the service accepts both.\n";
}

std::string quoted(Quoting quoting, std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t code = next_code_point(text, at);
    append_quoted(out, quoting, text.substr(begin, at - begin), code,
                  at < text.size() ? text[at] : '\0');
  }
  return out + "\"";
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string value_lines(const Sample& sample, const LineForm& form) {
  std::string lines;
  for (const Value& value : sample.values) {
    lines += form.before;
    lines += quoted(form.quoting, value.name);
    lines += form.between;
    lines += value.secret() ? fill(form.secret, {{"variable", value.variable}})
                            : quoted(form.quoting, value.text) + std::string(form.suffix);
    lines += form.after;
  }
  return lines;
}

}  // namespace dds::api::samples
