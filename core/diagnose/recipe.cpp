#include "core/diagnose/recipe.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/words.h"
#include "core/signing/acs3.h"

namespace dds::diagnose {
namespace {

using signing::Scheme;

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

void put_escape(std::string& out, char c, bool lower) {
  const char* const digits = lower ? "0123456789abcdef" : "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += digits[byte >> 4U];
  out += digits[byte & 15U];
}

std::string in_charset(std::string_view text, Charset charset) {
  if (charset == Charset::Utf8 || is_ascii(text)) return std::string(text);
  std::string out;
  if (charset == Charset::Twice) {  // UTF-8 taken for Latin-1 and written as UTF-8 again
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x80) {
        out += c;
        continue;
      }
      out += static_cast<char>(0xC0U | byte >> 6U);
      out += static_cast<char>(0x80U | (byte & 63U));
    }
    return out;
  }
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = next_code_point(text, at);
    const bool fits = code < (charset == Charset::Latin1 ? 0x100 : 0x80);
    out += fits ? static_cast<char>(code) : '?';
  }
  return out;
}

std::string encode_once(std::string_view text, const Encoding& encoding) {
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  for (const char c : text) {
    if (c == ' ' && encoding.space != Space::Percent20) {
      out += encoding.space == Space::Plus ? "+" : encoding.lower_case_hex ? "%2b" : "%2B";
    } else if (c == '~' && encoding.tilde_encoded) {
      put_escape(out, c, encoding.lower_case_hex);
    } else if (is_unreserved(c) || encoding.kept.find(c) != std::string::npos) {
      out += c;
    } else {
      put_escape(out, c, encoding.lower_case_hex);
    }
  }
  return out;
}

// The parameters as this client would have them, in the order they were sent.
std::vector<Item> chosen_items(const Material& material, const Recipe& recipe) {
  std::vector<Item> items;
  items.reserve(material.items.size() + recipe.added.size());
  for (const Item& sent : material.items) {
    if (recipe.empty_dropped && sent.value.empty()) continue;
    if (sent.in_body ? recipe.form_left_out : recipe.query_left_out) continue;
    if (!recipe.left_out.empty() && sent.name == recipe.left_out) continue;
    Item item = sent;
    if (recipe.plus_was_meant) {
      if (Result<std::string> meant = percent_decode(sent.raw_value))
        item.value = *std::move(meant);
    }
    if (!recipe.changed.empty() && sent.name == recipe.changed) {
      if (!recipe.changed_name.empty()) item.name = recipe.changed_name;
      if (recipe.value_changed) item.value = recipe.changed_value;
    }
    items.push_back(std::move(item));
  }
  for (const Parameter& parameter : recipe.added)
    items.push_back({parameter.name, parameter.value, {}, false});
  return items;
}

// Letters before punctuation is looked at, as ICU and the C library's locales do it; ties: lower
// case first.
std::string locale_key(std::string_view name) {
  std::string key;
  for (const char c : lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  key += '\0';
  for (const char c : name)
    key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : static_cast<char>(c + 0x20);
  return key;
}

// "Foo.10" behind "Foo.9": numbers padded.
std::string natural_key(std::string_view name) {
  constexpr std::size_t kWidth = 12;
  std::string key;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    if (end == i) {
      key += name[i++];
      continue;
    }
    if (end - i < kWidth) key.append(kWidth - (end - i), '0');
    key += name.substr(i, end - i);
    i = end;
  }
  return key;
}

struct Keyed {
  std::string key;
  std::string text;  // "name=value", encoded
};

std::string sort_key(const Item& item, const std::string& encoded, Order order) {
  switch (order) {
    case Order::ByName:
    case Order::Reversed:
    case Order::AsSent: return item.name;
    case Order::IgnoringCase: return lower(item.name);
    case Order::Locale: return locale_key(item.name);
    case Order::ByPair: return encoded;
    case Order::ByValue: return item.value;
    case Order::Natural: return natural_key(item.name);
  }
  return item.name;
}

std::string canonical_query(const Material& material, const Recipe& recipe) {
  std::vector<Keyed> pairs;
  for (const Item& item : chosen_items(material, recipe)) {
    Encoding encoding = recipe.encoding;
    if (!recipe.special.empty() && item.name == recipe.special)
      encoding.passes = recipe.special_passes;
    std::string text = encode(item.name, encoding) + "=" + encode(item.value, encoding);
    std::string key = sort_key(item, text, recipe.order);
    pairs.push_back({std::move(key), std::move(text)});
  }
  const auto below = [](const Keyed& a, const Keyed& b) { return a.key < b.key; };
  if (recipe.order != Order::AsSent) std::stable_sort(pairs.begin(), pairs.end(), below);
  if (recipe.order == Order::Reversed) std::reverse(pairs.begin(), pairs.end());
  std::string query;
  for (const Keyed& pair : pairs) {
    if (!query.empty()) query += '&';
    query += pair.text;
  }
  return query;
}

Made make_rpc(const Material& material, const Recipe& recipe) {
  Made made;
  made.canonical_query = canonical_query(material, recipe);
  made.string_to_sign = recipe.method_changed ? recipe.method : material.method;
  made.string_to_sign += '&';
  made.string_to_sign += recipe.path_changed ? recipe.path_text : "%2F";
  made.string_to_sign += '&';
  Encoding outer;
  if (recipe.outer == Outer::None) outer.passes = 0;
  if (recipe.outer == Outer::Twice) outer.passes = 2;
  outer.lower_case_hex = recipe.outer == Outer::LowerCaseHex;
  outer.kept = recipe.outer_kept;
  made.string_to_sign += encode(made.canonical_query, outer);
  return made;
}

struct Line {
  std::string name;
  std::vector<std::string> values;
};

// One line for each name of SignedHeaders.
std::vector<Line> header_lines(const Material& material, const Recipe& recipe) {
  std::vector<Line> lines;
  for (const std::string& name : material.signed_headers) {
    const std::string header = lower(trimmed(name));
    if (header.empty() || header == recipe.header_left_out) continue;
    Line line{recipe.names_as_sent ? name : header, {}};
    for (const HttpHeader& sent : material.headers) {
      if (lower(trimmed(sent.name)) != header) continue;
      if (recipe.names_as_sent) line.name = trimmed(sent.name);
      std::string value(recipe.headers_untrimmed ? std::string_view(sent.value)
                                                 : trimmed(sent.value));
      if (header == "host" && recipe.host_changed) value = recipe.host;
      line.values.push_back(std::move(value));
    }
    std::sort(line.values.begin(), line.values.end());
    lines.push_back(std::move(line));
  }
  const auto below = [](const Line& a, const Line& b) { return a.name < b.name; };
  if (!recipe.headers_as_sent) std::stable_sort(lines.begin(), lines.end(), below);
  return lines;
}

Made make_acs3(const Material& material, const Recipe& recipe) {
  Made made;
  made.canonical_query = canonical_query(material, recipe);
  for (const Line& line : header_lines(material, recipe)) {
    if (!made.signed_headers.empty()) made.signed_headers += ';';
    made.signed_headers += line.name;
    made.canonical_headers += line.name + ":";
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      if (i > 0) made.canonical_headers += ',';
      made.canonical_headers += line.values[i];
    }
    made.canonical_headers += '\n';
  }
  std::string& text = made.canonical_request;
  text = (recipe.method_changed ? recipe.method : material.method) + "\n";
  text += (recipe.path_changed ? recipe.path_text : material.path) + "\n";
  text += made.canonical_query + "\n" + made.canonical_headers;
  if (!recipe.blank_line_missing) text += '\n';
  text += made.signed_headers + "\n";
  text += recipe.payload_changed ? recipe.payload : material.body_hash;
  made.string_to_sign = "ACS3-HMAC-SHA256\n" + signing::sha256_hex(text);
  return made;
}

std::vector<std::string> default_signed_headers(const HttpHeaders& headers) {
  std::vector<std::string> names;
  for (const HttpHeader& header : headers) {
    std::string name = lower(trimmed(header.name));
    if (name.starts_with("x-acs-") || name == "host" || name == "content-type")
      names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void take_acs3(const Request& request, Material& material) {
  material.headers = request.headers;
  material.body_hash = signing::sha256_hex(material.body);
  if (find_header(request.headers, "host").empty() && !request.host.empty())
    material.headers.push_back({"host", request.host});
  if (request.authorization) {
    material.access_key_id = request.authorization->access_key_id;
    material.signature = request.authorization->signature;
    material.signed_headers = request.authorization->signed_headers;
  }
  if (material.signed_headers.empty())
    material.signed_headers = default_signed_headers(material.headers);
}

}  // namespace

std::string encode(std::string_view text, const Encoding& encoding) {
  std::string bytes = in_charset(text, encoding.charset);
  if (encoding.passes <= 0) {
    if (encoding.space != Space::Percent20) std::replace(bytes.begin(), bytes.end(), ' ', '+');
    return bytes;
  }
  std::string out = encode_once(bytes, encoding);
  for (int pass = 1; pass < encoding.passes; ++pass) out = percent_encode(out);
  return out;
}

Material material_of(const Request& request) {
  Material material;
  material.method = request.method;
  material.path = request.path;
  material.host = request.host;
  material.url_host = request.url_host;
  material.body = request.body;
  const bool acs3 = request.kind == SignatureKind::Acs3;
  for (const Fields* fields : {&request.query, &request.form}) {
    for (const Field& field : *fields) {
      if (acs3 && field.in_body) continue;
      if (!acs3 && field.name == "Signature") continue;
      material.items.push_back({field.name, field.value, field.raw_value, field.in_body});
    }
  }
  if (acs3) {
    material.scheme = Scheme::Acs3;
    take_acs3(request, material);
    return material;
  }
  if (const Field* id = request.find("AccessKeyId")) material.access_key_id = id->value;
  if (const Field* signature = request.find("Signature")) material.signature = signature->value;
  const Field* method = request.find("SignatureMethod");
  if (method != nullptr && method->value == signing::method_name(Scheme::RpcV1Sha256))
    material.scheme = Scheme::RpcV1Sha256;
  return material;
}

Made make(const Material& material, const Recipe& recipe) {
  return material.scheme == Scheme::Acs3 ? make_acs3(material, recipe) : make_rpc(material, recipe);
}

}  // namespace dds::diagnose
