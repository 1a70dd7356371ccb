#include "core/signing/rpc_v1.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/signing/digest.h"
#include "core/signing/sorted_by_name.h"

namespace dds::signing {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

constexpr std::array<bool, 256> make_escaped() {
  std::array<bool, 256> table{};
  for (bool& entry : table) entry = true;
  for (const char c : kUnreserved) table[static_cast<unsigned char>(c)] = false;
  return table;
}

// The bytes that become %XX. Same rule as core/base/percent.h; it is repeated here because signing
// writes the canonical query and the string to sign in one pass.
constexpr std::array<bool, 256> kEscaped = make_escaped();
constexpr char kHex[] = "0123456789ABCDEF";

// One byte becomes at most %XX in the canonical query and %25XX in the string to sign.
constexpr std::size_t kQueryGrowth = 3;
constexpr std::size_t kTextGrowth = 5;

// Whether each of eight bytes is a letter or a digit: the test for one byte, done on all lanes of a
// word. Most of an ordinary request is nothing else; a "no" for '-' or '_' only costs time.
bool all_letters_or_digits(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighBits = 0x80 * kOnes;
  if ((eight & kHighBits) != 0) return false;
  // Below 0x80 no addition carries into the next lane; its high bit then says "at least that".
  const auto at_least = [](std::uint64_t bits, unsigned low) {
    return bits + (0x80 - low) * kOnes;
  };
  const std::uint64_t lower = eight | 0x20 * kOnes;
  const std::uint64_t letters = at_least(lower, 'a') & ~at_least(lower, 'z' + 1);
  const std::uint64_t digits = at_least(eight, '0') & ~at_least(eight, '9' + 1);
  return ((letters | digits) & kHighBits) == kHighBits;
}

// Writes the canonical query and, encoded once more, the string to sign, into room for the longest
// outcome. Plain pointers: this loop is all that signing costs beside the HMAC
// (tests/bench/core_bench.cpp).
struct Cursors {
  char* query;
  char* text;

  void put_text(std::string_view part) {
    std::memcpy(text, part.data(), part.size());
    text += part.size();
  }

  void put_separator(char once, const char (&twice)[4]) {
    *query++ = once;
    std::memcpy(text, twice, 4);  // one store; the next text overwrites the fourth byte
    text += 3;
  }

  /// False when a byte is not ASCII, so that only such text is looked at again for valid UTF-8.
  bool put_encoded(std::string_view part) {
    const char* from = part.data();
    const char* const end = from + part.size();
    char* q = query;
    char* t = text;
    std::uint64_t all_bits = 0;
    while (from != end) {
      std::uint64_t eight = 0;
      if (end - from >= 8) {
        std::memcpy(&eight, from, 8);
        if (all_letters_or_digits(eight)) {
          std::memcpy(q, from, 8);
          std::memcpy(t, from, 8);
          from += 8;
          q += 8;
          t += 8;
          continue;
        }
      }
      const char* const stop = end - from > 8 ? from + 8 : end;
      for (; from != stop; ++from) {
        const auto byte = static_cast<unsigned char>(*from);
        all_bits |= byte;
        if (!kEscaped[byte]) {
          *q++ = *from;
          *t++ = *from;
          continue;
        }
        const char twice[5] = {'%', '2', '5', kHex[byte >> 4U], kHex[byte & 15U]};
        std::memcpy(t, twice, 5);
        t += 5;
        *q++ = '%';
        *q++ = twice[3];
        *q++ = twice[4];
      }
    }
    query = q;
    text = t;
    return all_bits < 0x80;
  }
};

// std::string compares bytes as unsigned, which is the order that the documentation asks for.
bool in_order(const Parameters& parameters) {
  const auto not_below = [](const Parameter& a, const Parameter& b) { return !(a.name < b.name); };
  return std::adjacent_find(parameters.begin(), parameters.end(), not_below) == parameters.end();
}

Error invalid(std::string message, const std::string& name) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), name);
}

Error given_twice(const std::string& name) {
  return invalid("Parameter " + name + " is given more than once: give it once, or number it as " +
                     name + ".1, " + name + ".2.",
                 name);
}

Error not_utf8(const std::string& name) {
  const std::string shown = replace_invalid_utf8(name);
  return make_error(
      ErrorCode::InvalidText,
      "Parameter " + shown + " is not valid UTF-8: give its name and its value as UTF-8 text.",
      shown);
}

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

// Built where it is returned: a trace is large enough for its moves to be seen in the benchmark.
Result<SigningTrace> finish(Scheme scheme, std::string_view method, Parameters&& parameters,
                            std::string_view canonical_query, std::string_view string_to_sign,
                            const Secret& secret) {
  Result<SigningTrace> result{SigningTrace{}};
  SigningTrace& trace = *result;
  trace.scheme = scheme;
  trace.method = method;
  trace.parameters = std::move(parameters);
  trace.canonical_query = canonical_query;
  trace.string_to_sign = string_to_sign;
  trace.signature = rpc_v1_signature(string_to_sign, secret, scheme);
  return result;
}

}  // namespace

Result<SigningTrace> sign_rpc_v1(std::string_view method, Parameters parameters,
                                 const Secret& secret, Scheme scheme) {
  if (method != "GET" && method != "POST") {
    return invalid("The method of an RPC v1 request must be GET or POST, in capital letters.",
                   "method");
  }
  if (scheme == Scheme::Acs3) {
    return invalid(
        "RPC v1 signs with HMAC-SHA1 or HMAC-SHA256; ACS3-HMAC-SHA256 is another signature.",
        "scheme");
  }

  if (!in_order(parameters)) {
    parameters = sorted_by_name(std::move(parameters));
    const auto twin =
        std::adjacent_find(parameters.begin(), parameters.end(),
                           [](const Parameter& a, const Parameter& b) { return a.name == b.name; });
    if (twin != parameters.end()) return given_twice(twin->name);
  }

  constexpr std::string_view kPath = "&%2F&";  // the path is always "/"
  std::size_t raw_size = 0;
  for (const Parameter& parameter : parameters)
    raw_size += parameter.name.size() + parameter.value.size();
  const std::size_t separators = 2 * parameters.size() + 1;  // one more than are written
  const std::size_t query_room = kQueryGrowth * raw_size + separators;
  const std::size_t room =
      query_room + method.size() + kPath.size() + kTextGrowth * raw_size + 3 * separators;

  // An ordinary request fits on the stack; the trace gets strings of exactly the size that came
  // out.
  std::array<char, 4096> small;
  std::string large;
  if (room > small.size()) large.resize(room);
  char* const query_begin = large.empty() ? small.data() : large.data();
  char* const text_begin = query_begin + query_room;

  Cursors cursors{query_begin, text_begin};
  cursors.put_text(method);
  cursors.put_text(kPath);
  for (const Parameter& parameter : parameters) {
    if (std::string_view(parameter.name) == "Signature") {
      return invalid(
          "Parameter Signature must not be among the parameters to sign: leave it out, it is the "
          "result.",
          parameter.name);
    }
    if (&parameter != parameters.data()) cursors.put_separator('&', "%26");
    const bool ascii_name = cursors.put_encoded(parameter.name);
    cursors.put_separator('=', "%3D");
    const bool ascii_value = cursors.put_encoded(parameter.value);
    if ((!ascii_name && !is_valid_utf8(parameter.name)) ||
        (!ascii_value && !is_valid_utf8(parameter.value))) {
      return not_utf8(parameter.name);
    }
  }
  return finish(scheme, method, std::move(parameters), between(query_begin, cursors.query),
                between(text_begin, cursors.text), secret);
}

std::string rpc_v1_signature(std::string_view string_to_sign, const Secret& secret, Scheme scheme) {
  if (scheme == Scheme::RpcV1Sha256) {
    return base64(hmac_sha256(secret.reveal(), "&", string_to_sign));
  }
  return base64(hmac_sha1(secret.reveal(), "&", string_to_sign));
}

std::string encode_parameters(const Parameters& parameters) {
  std::size_t size = 0;
  for (const Parameter& parameter : parameters) {
    size += percent_encoded_size(parameter.name) + percent_encoded_size(parameter.value) + 2;
  }
  std::string text;
  text.reserve(size);
  for (const Parameter& parameter : parameters) {
    if (!text.empty()) text += '&';
    percent_encode_to(text, parameter.name);
    text += '=';
    percent_encode_to(text, parameter.value);
  }
  return text;
}

}  // namespace dds::signing
