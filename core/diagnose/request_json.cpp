#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/request_parts.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 64;

json parse(std::string_view text, bool& too_deep) {
  const json::parser_callback_t watch = [&](int depth, json::parse_event_t, json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  return json::parse(text, watch, false);
}

const json* member(const json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string_view text_of(const json& object, std::string_view name) {
  const json* value = member(object, name);
  const auto* text = value ? value->get_ptr<const std::string*>() : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

// [{"name":..., "value":...}]
HttpHeaders named_values(const json* list) {
  HttpHeaders pairs;
  if (list == nullptr || !list->is_array()) return pairs;
  for (const json& entry : *list) {
    const std::string_view name = text_of(entry, "name");
    // HTTP/2's own (:method, :path) are no headers of the request; :authority is its host.
    if (name == ":authority") pairs.push_back({"Host", std::string(text_of(entry, "value"))});
    if (name.empty() || name.starts_with(':')) continue;
    pairs.push_back({std::string(name), std::string(text_of(entry, "value"))});
  }
  return pairs;
}

std::string body_of(const json& request) {
  const json* post = member(request, "postData");
  if (post == nullptr) return {};
  std::string body(text_of(*post, "text"));
  if (!body.empty()) return body;
  for (const HttpHeader& pair : named_values(member(*post, "params"))) {
    if (!body.empty()) body += '&';
    body += pair.name + "=" + pair.value;
  }
  return body;
}

void take_answer(const json& entry, Request& request) {
  const json* response = member(entry, "response");
  const json* content = response ? member(*response, "content") : nullptr;
  if (content == nullptr) return;
  const std::string_view text = text_of(*content, "text");
  if (text.empty()) return;
  Result<ServiceAnswer> answer = read_answer(text);
  if (!answer) return;  // not the service's: the request is what counts
  const HttpHeaders headers = named_values(member(*response, "headers"));
  if (const auto time = read_loose_time(find_header(headers, "Date"))) answer->date = time->instant;
  request.answer = *std::move(answer);
}

Result<Request> read_entry(const json& entry) {
  const json* sent = member(entry, "request");
  if (sent == nullptr || text_of(*sent, "url").empty()) {
    return unreadable(
        "The HAR entry has no request with a url: paste an entry as the browser exported it.");
  }
  Draft draft;
  draft.source = Source::Har;
  draft.method = text_of(*sent, "method");
  draft.url = text_of(*sent, "url");
  draft.headers = named_values(member(*sent, "headers"));
  draft.body = body_of(*sent);
  const json* post = member(*sent, "postData");
  if (post != nullptr && find_header(draft.headers, "content-type").empty() &&
      !text_of(*post, "mimeType").empty()) {
    draft.headers.push_back({"Content-Type", std::string(text_of(*post, "mimeType"))});
  }
  Result<Request> request = finish(std::move(draft));
  if (!request) return request;
  if (const auto time = read_loose_time(text_of(entry, "startedDateTime")))
    request->sent_at = time->instant;
  take_answer(entry, *request);
  return request;
}

std::string action_of(const Request& request) {
  if (const Field* action = request.find("Action")) return one_line(action->value, 40);
  return one_line(trimmed(find_header(request.headers, "x-acs-action")), 40);
}

struct Entry {
  std::size_t number = 0;  // in the HAR, from 1
  Request request;

  [[nodiscard]] bool refused() const { return request.answer && !request.answer->code.empty(); }
  // "3 (CreateBackup, SignatureDoesNotMatch)"
  [[nodiscard]] std::string words() const {
    std::string text = action_of(request);
    if (refused()) text += (text.empty() ? "" : ", ") + one_line(request.answer->code, 40);
    return std::to_string(number) + (text.empty() ? "" : " (" + text + ")");
  }
};

Error several(const std::vector<Entry>& entries, bool refused) {
  constexpr std::size_t kNamed = 6;
  std::string names;
  for (std::size_t i = 0; i < entries.size() && i < kNamed; ++i)
    names += (i == 0 ? "" : ", ") + entries[i].words();
  if (entries.size() > kNamed) names += ", ...";
  return unreadable("The HAR holds several signed requests" +
                    std::string(refused ? " that were refused" : ", and none with a refusal") +
                    ", entries " + names +
                    ": paste one entry alone, or choose it, as with dds "
                    "diagnose --entry " +
                    std::to_string(entries.front().number) + ".");
}

Result<Request> chosen_entry(const json& entries, std::size_t number) {
  if (number > entries.size()) {
    return unreadable("The HAR has no entry " + std::to_string(number) + ": it has " +
                      std::to_string(entries.size()) + ", counted from 1.");
  }
  return read_entry(entries[number - 1]);
}

Result<Request> read_har(const json& entries, std::size_t number) {
  if (number > 0) return chosen_entry(entries, number);
  std::vector<Entry> found;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Result<Request> request = read_entry(entries[i]);
    if (request && request->kind != SignatureKind::None)
      found.push_back({i + 1, *std::move(request)});
  }
  if (found.empty()) {
    return unreadable(
        "The HAR holds no signed request: none has a Signature parameter or an ACS3 Authorization "
        "header.");
  }
  // Whoever asks for a diagnosis means what was refused.
  const bool refused =
      std::any_of(found.begin(), found.end(), [](const Entry& entry) { return entry.refused(); });
  if (refused) std::erase_if(found, [](const Entry& entry) { return !entry.refused(); });
  if (found.size() > 1) return several(found, refused);
  return std::move(found.front().request);
}

Status add_texts(const json& object, std::string_view member_name, HttpHeaders& pairs) {
  const json* texts = member(object, member_name);
  if (texts == nullptr) return {};
  if (!texts->is_object()) {
    return unreadable("\"" + std::string(member_name) + "\" must be an object of texts.");
  }
  for (const auto& [name, value] : texts->items()) {
    const auto* text = value.template get_ptr<const std::string*>();
    if (text == nullptr) {
      return unreadable("\"" + one_line(name) + "\" in \"" + std::string(member_name) +
                        "\" must be a text.");
    }
    pairs.push_back({name, *text});
  }
  return {};
}

Request with_parameters(Request request, const HttpHeaders& pairs) {
  for (const HttpHeader& pair : pairs) {
    request.query.push_back(
        {percent_encode(pair.name), percent_encode(pair.value), pair.name, pair.value});
  }
  find_signature(request);
  return request;
}

// A line of `dds sign`, with "signature" or a parameter Signature, and perhaps "string_to_sign".
Result<Request> read_line(json& line) {
  const std::string_view kind = text_of(line, "kind");
  const bool acs3 = kind == "acs3";
  if (!acs3 && kind != "rpc1-sha1" && kind != "rpc1-sha256")
    return unreadable("The kind is not known: it must be rpc1-sha1, rpc1-sha256 or acs3.");
  if (text_of(line, "method").empty())
    return unreadable("The field \"method\" is missing: it must be GET or POST.");
  Draft draft;
  draft.source = Source::JsonLine;
  draft.method = text_of(line, "method");
  draft.body = text_of(line, "body");
  HttpHeaders parameters;
  if (Status bad = add_texts(line, acs3 ? "query" : "params", parameters)) return *std::move(bad);
  if (Status bad = add_texts(line, "headers", draft.headers)) return *std::move(bad);
  const std::string signature(text_of(line, "signature"));
  if (!acs3 && !signature.empty()) parameters.push_back({"Signature", signature});
  std::string authorization(text_of(line, "authorization"));
  if (acs3 && !authorization.empty()) draft.headers.push_back({"Authorization", authorization});
  if (parameters.size() > kMaxFields)
    return unreadable("The request has more than 2000 parameters: no request of this service has.");
  Result<Request> finished = finish(std::move(draft));
  if (!finished) return finished;
  finished->client_string_to_sign = text_of(line, acs3 ? "canonical_request" : "string_to_sign");
  finished->secret = Secret(text_of(line, "secret"));
  Request request = with_parameters(*std::move(finished), parameters);
  if (request.kind == SignatureKind::None)
    request.kind = acs3 ? SignatureKind::Acs3 : SignatureKind::RpcV1;
  return request;
}

void wipe_secret(json& document) {
  if (!document.is_object()) return;
  const auto secret = document.find("secret");
  if (secret != document.end() && secret->is_string()) wipe_text(secret->get_ref<std::string&>());
}

Result<Request> read_document(json& document, std::size_t entry) {
  if (document.is_array()) return read_har(document, entry);
  if (const json* log = member(document, "log")) {
    const json* entries = member(*log, "entries");
    if (entries == nullptr || !entries->is_array())
      return unreadable("The HAR has no entries: paste it as the browser exported it.");
    return read_har(*entries, entry);
  }
  if (member(document, "request") != nullptr) return read_entry(document);
  if (member(document, "url") != nullptr) return read_entry(json{{"request", document}});
  if (member(document, "kind") != nullptr) return read_line(document);
  return unreadable(
      "The JSON is neither a HAR (\"log\" or \"request\") nor a line of dds sign (\"kind\").");
}

}  // namespace

Result<Request> read_json(std::string_view text, std::size_t entry) {
  if (!is_valid_utf8(text))
    return unreadable("The JSON is not valid UTF-8: save it as UTF-8 text.");
  bool too_deep = false;
  json document = parse(text, too_deep);
  if (too_deep) return unreadable("The JSON is nested too deeply: it is no HAR and no JSON line.");
  if (document.is_discarded())
    return unreadable("The JSON is cut off or broken: paste all of it, from { to }.");
  Result<Request> request = read_document(document, entry);
  wipe_secret(document);
  return request;
}

}  // namespace dds::diagnose
