#include "core/signing/rpc_v1.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/signing/digest.h"

namespace dds::signing {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

constexpr std::array<unsigned char, 256> make_escaped() {
  std::array<unsigned char, 256> table{};
  for (unsigned char& entry : table) entry = 1;
  for (const char c : kUnreserved) table[static_cast<unsigned char>(c)] = 0;
  return table;
}

// 1 for the bytes that become %XX. Same rule as core/base/percent.h; it is repeated here because
// signing writes the canonical query and the string to sign in one pass.
constexpr std::array<unsigned char, 256> kEscaped = make_escaped();
constexpr char kHex[] = "0123456789ABCDEF";

struct TextSize {
  std::size_t escapes = 0;
  bool ascii = true;
};

TextSize measure(std::string_view text) {
  std::size_t escapes = 0;
  unsigned all_bits = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    escapes += kEscaped[byte];
    all_bits |= byte;
  }
  return {escapes, all_bits < 0x80};
}

struct Entry {
  Parameter* parameter;
  std::size_t name_escapes;
  std::size_t value_escapes;
};

// Writes the canonical query and, encoded once more, the string to sign. Both have their final size
// already.
struct Cursors {
  char* query;
  char* text;

  void put_text(std::string_view part) {
    std::memcpy(text, part.data(), part.size());
    text += part.size();
  }

  void put(std::string_view query_part, std::string_view text_part) {
    std::memcpy(query, query_part.data(), query_part.size());
    query += query_part.size();
    put_text(text_part);
  }

  void put_encoded(std::string_view part, std::size_t escapes) {
    if (escapes == 0) {  // nearly every name and most values of an ordinary request
      if (!part.empty()) put(part, part);
      return;
    }
    for (const char c : part) {
      const auto byte = static_cast<unsigned char>(c);
      if (kEscaped[byte] == 0) {
        *query++ = c;
        *text++ = c;
      } else {
        const char once[3] = {'%', kHex[byte >> 4U], kHex[byte & 15U]};
        const char twice[5] = {'%', '2', '5', once[1], once[2]};
        put({once, 3}, {twice, 5});
      }
    }
  }
};

Error invalid(std::string message, const std::string& name) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), name);
}

Error not_utf8(const std::string& name) {
  const std::string shown = replace_invalid_utf8(name);
  return make_error(
      ErrorCode::InvalidText,
      "Parameter " + shown + " is not valid UTF-8: give its name and its value as UTF-8 text.",
      shown);
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

  std::vector<Entry> entries;
  entries.reserve(parameters.size());
  std::size_t raw_size = 0;
  std::size_t escapes = 0;
  bool sorted = true;
  for (Parameter& parameter : parameters) {
    const TextSize name = measure(parameter.name);
    const TextSize value = measure(parameter.value);
    if ((!name.ascii && !is_valid_utf8(parameter.name)) ||
        (!value.ascii && !is_valid_utf8(parameter.value))) {
      return not_utf8(parameter.name);
    }
    if (parameter.name == "Signature") {
      return invalid(
          "Parameter Signature must not be among the parameters to sign: leave it out, it is the "
          "result.",
          parameter.name);
    }
    sorted = sorted && (entries.empty() || entries.back().parameter->name < parameter.name);
    entries.push_back({&parameter, name.escapes, value.escapes});
    raw_size += parameter.name.size() + parameter.value.size();
    escapes += name.escapes + value.escapes;
  }
  if (!sorted) {
    // By the bytes of the unencoded names: std::string compares as unsigned char.
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.parameter->name < b.parameter->name; });
    const auto twin = std::adjacent_find(
        entries.begin(), entries.end(),
        [](const Entry& a, const Entry& b) { return a.parameter->name == b.parameter->name; });
    if (twin != entries.end()) {
      const std::string& name = twin->parameter->name;
      return invalid("Parameter " + name +
                         " is given more than once: give it once, or number it as " + name +
                         ".1, " + name + ".2.",
                     name);
    }
  }

  SigningTrace trace;
  trace.scheme = scheme;
  trace.method = method;
  const std::size_t separators = entries.empty() ? 0 : 2 * entries.size() - 1;
  trace.canonical_query.resize(raw_size + 2 * escapes + separators);
  constexpr std::string_view kPath = "&%2F&";  // the path is always "/"
  trace.string_to_sign.resize(method.size() + kPath.size() + raw_size + 4 * escapes +
                              3 * separators);

  Cursors cursors{trace.canonical_query.data(), trace.string_to_sign.data()};
  cursors.put_text(method);
  cursors.put_text(kPath);
  for (const Entry& entry : entries) {
    if (&entry != entries.data()) cursors.put("&", "%26");
    cursors.put_encoded(entry.parameter->name, entry.name_escapes);
    cursors.put("=", "%3D");
    cursors.put_encoded(entry.parameter->value, entry.value_escapes);
  }
  trace.signature = rpc_v1_signature(trace.string_to_sign, secret, scheme);

  if (sorted) {
    trace.parameters = std::move(parameters);
  } else {
    trace.parameters.reserve(entries.size());
    for (const Entry& entry : entries) trace.parameters.push_back(std::move(*entry.parameter));
  }
  return trace;
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
