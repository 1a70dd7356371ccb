#include <algorithm>
#include <array>
#include <string>

#include "core/base/ascii.h"
#include "core/response/secret_text.h"

namespace dds::response {
namespace {

// Without separators. These count as whole words only (x-acs-security-token has them as well):
// error codes and sentences end with them too ("IncompleteSignature: the request ...").
constexpr std::array<std::string_view, 18> kSecretWords = {
    "signature",    "authorization",      "securitytoken",
    "bearertoken",  "ststoken",           "accesstoken",
    "refreshtoken", "sessiontoken",       "authtoken",
    "idtoken",      "oidctoken",          "token",
    "cookie",       "setcookie",          "privatekey",
    "pwd",          "proxyauthorization", "apikey"};
// These count at the end of any word: AccountPassword, AccessKeySecret.
constexpr std::array<std::string_view, 4> kSecretEndings = {"password", "passwd", "secret",
                                                            "accesskeysecret"};
// Makes a repetition harmless and opens nothing; whoever has to repeat an order needs to read it.
constexpr std::array<std::string_view, 1> kPlainWords = {"clienttoken"};
constexpr std::array<std::string_view, 1> kKeyIdWords = {"credential"};
constexpr std::array<std::string_view, 2> kKeyIdEndings = {"accesskeyid", "accesskey"};
// ... but not of error codes.
constexpr std::array<std::string_view, 6> kCodeBeginnings = {"invalid",   "missing", "incomplete",
                                                             "incorrect", "illegal", "forbidden"};

constexpr std::size_t kLongest = 64;  // of a name; what is longer is looked at from its end

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f');
}

// Where `ending` (lower case, no separators) begins in the word when the word ends with it; npos
// otherwise.
std::size_t begin_of(std::string_view word, std::string_view ending) {
  std::size_t at = word.size();
  std::size_t left = ending.size();
  while (left > 0) {
    if (at == 0) return std::string_view::npos;
    --at;
    const char c = lower(word[at]);
    if (c == '-' || c == '_') continue;
    if (c != ending[--left]) return std::string_view::npos;
  }
  return at;
}

// What is left of an escape in front of a word: hex digits after a %, or n, r, t, uXXXX after a
// backslash.
bool is_escape_rest(std::string_view rest, char before) {
  if (before == '\\') {
    return rest == "n" || rest == "r" || rest == "t" || (rest.size() == 5 && rest[0] == 'u');
  }
  if (before != '%') return false;
  while (rest.size() > 2 && rest.starts_with("25")) rest.remove_prefix(2);
  return rest.size() == 2 && is_hex(rest[0]) && is_hex(rest[1]);
}

template <std::size_t N>
bool is_word(std::string_view word, char before, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view candidate) {
    const std::size_t at = begin_of(word, candidate);
    if (at == std::string_view::npos) return false;
    return at == 0 || word[at - 1] == '-' || word[at - 1] == '_' ||
           is_escape_rest(word.substr(0, at), before);
  });
}

template <std::size_t N>
bool has_ending(std::string_view word, const std::array<std::string_view, N>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return begin_of(word, ending) != std::string_view::npos;
  });
}

bool is_error_code(std::string_view word) {
  return std::any_of(kCodeBeginnings.begin(), kCodeBeginnings.end(),
                     [&](std::string_view beginning) {
                       return word.size() > beginning.size() &&
                              std::equal(beginning.begin(), beginning.end(), word.begin(),
                                         [](char a, char b) { return a == lower(b); });
                     });
}

NameKind kind(std::string_view word, char before) {
  if (word.size() > kLongest) {
    word.remove_prefix(word.size() - kLongest);
    before = ' ';
  }
  if (is_error_code(word) || is_word(word, before, kPlainWords)) return NameKind::Plain;
  if (is_word(word, before, kSecretWords) || has_ending(word, kSecretEndings))
    return NameKind::Secret;
  if (is_word(word, before, kKeyIdWords) || has_ending(word, kKeyIdEndings)) return NameKind::KeyId;
  return NameKind::Plain;
}

}  // namespace

NameKind kind_of_name(std::string_view name) {
  return kind(name, ' ');
}

NameKind kind_of_word(std::string_view text, std::size_t begin, std::size_t end) {
  return kind(text.substr(begin, end - begin), begin == 0 ? ' ' : text[begin - 1]);
}

}  // namespace dds::response
