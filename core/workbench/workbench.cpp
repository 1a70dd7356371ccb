#include "core/workbench/workbench.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/api/error_guide.h"
#include "core/api/sample_code.h"
#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "core/diagnose/checks.h"
#include "core/diagnose/diagnose.h"
#include "core/diagnose/mask.h"
#include "core/diagnose/steps.h"
#include "core/response/answer.h"
#include "core/response/body.h"
#include "core/response/redact.h"
#include "core/workbench/about_request.h"

namespace dds::workbench {
namespace {

using nlohmann::json;
using response::text_at;

std::string written(const json& answer) {
  return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string refused(std::string_view message, std::string_view about) {
  return written({{"error", {{"message", message}, {"about", about}}}});
}
std::string refused(const Error& error, std::string_view about) {
  return refused(replace_invalid_utf8(error.message), about);
}

// The member's text, taken out of the question so that it can be wiped.
std::string take_text(json& question, std::string_view name) {
  const auto found = question.find(name);
  if (found == question.end()) return {};
  auto* text = found->get_ptr<std::string*>();
  return text == nullptr ? std::string() : std::exchange(*text, std::string());
}

Secret take_secret(json& question, std::string_view name) {
  std::string text = take_text(question, name);
  Secret secret(text);
  wipe_text(text);
  return secret;
}

std::optional<signing::Credentials> take_key(json& question) {
  signing::Credentials key;
  key.access_key_id = take_text(question, "key_id");
  key.access_key_secret = take_secret(question, "secret");
  key.security_token = take_secret(question, "token");
  if (key.access_key_secret.empty()) return std::nullopt;
  return key;
}

Result<diagnose::Request> take_request(json& question) {
  std::string text = take_text(question, "request");
  Result<diagnose::Request> request = diagnose::read_request(text);
  wipe_text(text);
  return request;
}

std::string masked(std::string_view text, const signing::Credentials& hidden) {
  return response::redact(replace_invalid_utf8(text), hidden);
}

json range_json(diagnose::Range range) {
  return json::array({range.begin, range.end});
}

json finding_json(const diagnose::Finding& finding, const signing::Credentials& hidden) {
  return {{"kind", static_cast<int>(finding.kind)},
          {"evidence", diagnose::name(finding.evidence)},
          {"parameter", masked(finding.parameter, hidden)},
          {"sentence", masked(finding.sentence, hidden)},
          {"remedy", finding.remedy},
          {"alternative", finding.alternative}};
}

json diagnosis_json(const diagnose::Request& request, const diagnose::Diagnosis& diagnosis,
                    const signing::Credentials& hidden) {
  const diagnose::Diagnosis shown = diagnose::redacted(diagnosis, &hidden);
  json out = {{"request", masked(in_words(request), hidden)},
              {"verdict", diagnose::name(shown.verdict)},
              {"sentence", masked(shown.sentence, hidden)},
              {"findings", json::array()},
              {"signature_checked", shown.signature_checked},
              {"signature_fits", shown.signature_fits},
              {"client_string_to_sign", shown.client_string_to_sign},
              {"right_string_to_sign", shown.right_string_to_sign},
              {"server_string_to_sign", shown.server_string_to_sign},
              {"rows", json::array()}};
  for (const diagnose::Finding& finding : shown.findings)
    out["findings"].push_back(finding_json(finding, hidden));
  if (shown.difference) {
    out["difference"] = {{"part", static_cast<int>(shown.difference->part)},
                         {"parameter", masked(shown.difference->parameter, hidden)},
                         {"sentence", masked(shown.difference->sentence, hidden)},
                         {"client", range_json(shown.difference->client)},
                         {"right", range_json(shown.difference->right)}};
  }
  for (const diagnose::CheckRow& row : shown.rows) {
    out["rows"].push_back({{"step", row.step},
                           {"client", row.client},
                           {"service", row.service},
                           {"verdict", diagnose::name(row.verdict)},
                           {"note", row.note}});
  }
  return out;
}

std::optional<Instant> time_in(json& question, std::string_view name) {
  const Result<Instant> time = parse_utc(take_text(question, name));
  return time ? std::optional(*time) : std::nullopt;
}

std::string diagnose_request(json& question) {
  diagnose::Question asked;
  asked.key = take_key(question);
  Result<diagnose::Request> request = take_request(question);
  if (!request) return refused(request.error(), "request");
  asked.request = *std::move(request);
  if (const std::string text = take_text(question, "answer"); !trimmed(text).empty()) {
    Result<diagnose::ServiceAnswer> answer = diagnose::read_answer(text);
    if (!answer) return refused(answer.error(), "answer");
    asked.answer = *std::move(answer);
  }
  asked.client_string_to_sign = take_text(question, "client_string");
  asked.instant = time_in(question, "instant");
  const std::optional<Instant> now = time_in(question, "now");
  const auto& answer = asked.answer ? asked.answer : asked.request.answer;
  // What was pasted may be old: the clock counts when the service spoke of it.
  if (!asked.instant && answer && answer->code.starts_with("InvalidTimeStamp")) asked.instant = now;
  const diagnose::Diagnosis diagnosis = diagnose::diagnose(asked);
  const signing::Credentials hidden = diagnose::to_hide(asked.request, asked.key);
  return written({{"diagnosis", diagnosis_json(asked.request, diagnosis, hidden)}});
}

// The secret that the request was signed with, as far as it is known.
const Secret* secret_for(const diagnose::Request& request,
                         const std::optional<signing::Credentials>& key) {
  if (key) {
    const std::string id = diagnose::access_key_id_of(request);
    const std::string_view own = trimmed(key->access_key_id);
    if (own.empty() || trimmed(id).empty() || own == trimmed(id)) return &key->access_key_secret;
  }
  return request.secret.empty() ? nullptr : &request.secret;
}

std::string_view word(diagnose::SignatureCheck check) {
  switch (check) {
    case diagnose::SignatureCheck::Same: return "same";
    case diagnose::SignatureCheck::Differs: return "differs";
    case diagnose::SignatureCheck::NotChecked: break;
  }
  return "not checked";
}

std::string trace_request(json& question) {
  const std::optional<signing::Credentials> key = take_key(question);
  const Result<diagnose::Request> request = take_request(question);
  if (!request) return refused(request.error(), "request");
  const Result<diagnose::Steps> traced = diagnose::trace_steps(*request, secret_for(*request, key));
  if (!traced) return refused(traced.error(), "request");
  diagnose::Steps shown = diagnose::redacted(*traced);
  if (std::optional<diagnose::Step> wire = wire_step(*request))
    shown.steps.push_back(*std::move(wire));
  const signing::Credentials hidden = diagnose::to_hide(*request, key);
  const bool knows_secret = !hidden.access_key_secret.empty() || !hidden.security_token.empty();
  json steps = json::array();
  for (const diagnose::Step& step : shown.steps) {
    // What is no secret by its name may hold the key's all the same.
    const diagnose::Masked text = knows_secret ? diagnose::mask(step.text, step.changed, &hidden)
                                               : diagnose::Masked{step.text, step.changed};
    json changed = json::array();
    for (const diagnose::Range range : text.ranges) changed.push_back(range_json(range));
    steps.push_back({{"name", name(step.kind)},
                     {"what", step.what},
                     {"text", text.text},
                     {"changed", std::move(changed)}});
  }
  return written({{"trace",
                   {{"scheme", signing::method_name(shown.scheme)},
                    {"check", word(shown.check)},
                    {"steps", std::move(steps)}}}});
}

std::string write_sample(json& question) {
  const Result<api::Language> language = api::parse_language(text_at(question, "language"));
  if (!language) return refused(language.error(), "language");
  api::Call call;
  call.action = text_at(question, "action");
  call.format = text_at(question, "format") == "XML" ? api::Format::Xml : api::Format::Json;
  if (const json* list = response::member(question, "parameters"); list && list->is_array()) {
    for (const json& pair : *list) {
      const bool is_pair =
          pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string();
      if (!is_pair) return refused("A parameter is a name and a value, both texts.", "parameters");
      call.parameters.push_back(
          {*pair[0].get_ptr<const std::string*>(), *pair[1].get_ptr<const std::string*>()});
    }
  }
  const Result<std::string> code = api::sample_code(
      *language, call,
      {text_at(question, "region"), text_at(question, "endpoint"), text_at(question, "scheme")});
  for (Parameter& parameter : call.parameters) wipe_text(parameter.value);
  if (!code) return refused(code.error(), "call");
  return written({{"sample", *code}});
}

std::string list_languages() {
  json list = json::array();
  for (const api::LanguageFacts& one : api::languages()) {
    list.push_back(
        {{"name", one.name}, {"title", one.title}, {"ending", one.ending}, {"tried", one.tried}});
  }
  return written({{"languages", std::move(list)}});
}

std::string explain_code(json& question) {
  const std::string code = one_line(text_at(question, "code"), 200);
  if (code.empty()) return refused("Name an error code.", "code");
  json out = {{"code", code}, {"more", api::error_centre_url(code)}};
  if (const auto explanation = api::explain_error(code)) {
    const api::ErrorGuide& guide = *explanation->guide;
    out["status"] = guide.status;
    out["cause"] = guide.cause;
    out["next"] = guide.next;
    out["retry"] = api::name(guide.retry);
    out["inferred"] = guide.inferred;
    out["parameter"] = explanation->parameter;
  }
  return written({{"explanation", std::move(out)}});
}

// Whatever was not taken out of the question.
void wipe_texts(json& value) {
  if (auto* text = value.get_ptr<std::string*>()) wipe_text(*text);
  if (!value.is_structured()) return;
  for (json& part : value) {
    if (auto* text = part.get_ptr<std::string*>()) wipe_text(*text);
  }
}

std::string answer_to(json& question) {
  const std::string ask = text_at(question, "ask");
  if (ask == "diagnose") return diagnose_request(question);
  if (ask == "trace") return trace_request(question);
  if (ask == "sample") return write_sample(question);
  if (ask == "languages") return list_languages();
  if (ask == "explain") return explain_code(question);
  return refused("\"ask\" is diagnose, trace, sample, languages or explain.", "ask");
}

}  // namespace

std::string answer(std::string_view question) {
  Result<json> read = response::parse_json(question);
  if (!read) return refused(read.error(), "");
  if (!read->is_object()) return refused("A question is a JSON object.", "");
  std::string told = answer_to(*read);
  wipe_texts(*read);
  return told;
}

}  // namespace dds::workbench
