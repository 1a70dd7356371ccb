#include "core/api/har.h"

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/response/redact.h"

namespace dds::api {
namespace {

// As a JSON text, in its quotes.
std::string text(std::string_view value) {
  return nlohmann::json(replace_invalid_utf8(value)).dump();
}

// The mask is no ASCII: in a URL and in a form it stands percent-encoded, as every value does.
std::string encoded_mask(std::string value) {
  const std::string mask = percent_encode(response::kMask);
  for (std::size_t at = 0; (at = value.find(response::kMask, at)) != std::string::npos;)
    value.replace(at, response::kMask.size(), mask);
  return value;
}

std::string pair(std::string_view name, std::string_view value) {
  return "{\"name\":" + text(name) + ",\"value\":" + text(value) + "}";
}

// "[a,b]" out of ",a,b".
std::string list(std::string items) {
  if (items.empty()) return "[]";
  items.front() = '[';
  return items + "]";
}

std::string headers_list(const HttpHeaders& headers) {
  std::string items;
  for (const HttpHeader& header : headers) items += "," + pair(header.name, header.value);
  return list(std::move(items));
}

std::string query_list(std::string_view url) {
  std::string items;
  const std::size_t mark = url.find('?');
  std::string_view query = mark == std::string_view::npos ? "" : url.substr(mark + 1);
  while (!query.empty()) {
    std::string_view value = take_until(query, '&');
    const std::string_view name = take_until(value, '=');
    const Result<std::string> decoded = percent_decode(value);
    items += "," + pair(name, decoded ? std::string_view(*decoded) : value);
  }
  return list(std::move(items));
}

std::string entry_text(const HarEntry& entry) {
  HttpRequest request = response::redacted(entry.request);
  request.url = encoded_mask(std::move(request.url));
  request.body = encoded_mask(std::move(request.body));
  HttpHeaders answer_headers = entry.answer_headers;
  for (HttpHeader& header : answer_headers) {
    header.value = response::is_secret_name(header.name) ? std::string(response::kMask)
                                                         : response::redact(header.value);
  }
  const std::string took =
      std::to_string(entry.answered ? (*entry.answered - entry.sent).count() : 0);
  const std::string_view sent_type = find_header(request.headers, "Content-Type");
  const std::string_view type = find_header(answer_headers, "Content-Type");
  const std::string protocol = ",\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":";
  std::string out = "{\"startedDateTime\":" + text(format_utc(entry.sent, TimeForm::Milliseconds)) +
                    ",\"time\":" + took + ",\"request\":{\"method\":" + text(request.method) +
                    ",\"url\":" + text(request.url) + protocol + headers_list(request.headers) +
                    ",\"queryString\":" + query_list(request.url);
  if (!request.body.empty()) {
    out +=
        ",\"postData\":{\"mimeType\":" + text(sent_type) + ",\"text\":" + text(request.body) + "}";
  }
  out += ",\"headersSize\":-1,\"bodySize\":" + std::to_string(request.body.size()) +
         "},\"response\":{\"status\":" + std::to_string(entry.status) + ",\"statusText\":\"\"" +
         protocol + headers_list(answer_headers) +
         ",\"content\":{\"size\":" + std::to_string(entry.answer_body.size()) +
         ",\"mimeType\":" + text(type) + ",\"text\":" + text(response::redact(entry.answer_body));
  if (entry.answer_cut) out += ",\"comment\":\"Cut here; the answer was longer.\"";
  out += "},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1";
  if (!entry.failure.empty()) out += ",\"comment\":" + text(response::redact(entry.failure));
  return out + "},\"cache\":{},\"timings\":{\"send\":0,\"wait\":" + took + ",\"receive\":0}}";
}

}  // namespace

std::string har(std::span<const HarEntry> entries, std::string_view version) {
  std::string all;
  for (const HarEntry& entry : entries) all += (all.empty() ? "" : ",\n") + entry_text(entry);
  return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"DDS Console\",\"version\":" +
         text(version) + ",\"comment\":\"Secrets are masked.\"},\"entries\":[\n" + all + "\n]}}\n";
}

}  // namespace dds::api
