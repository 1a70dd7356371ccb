#include "core/diagnose/diagnose.h"

#include <algorithm>
#include <utility>

#include "core/api/error_guide.h"
#include "core/base/utf8.h"
#include "core/diagnose/checks.h"
#include "core/diagnose/conclusion.h"
#include "core/diagnose/recipe.h"
#include "core/diagnose/rows.h"
#include "core/diagnose/search.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

// One diagnosis while it is made.
class Doctor {
 public:
  explicit Doctor(const Question& question)
      : question_(question),
        request_(question.request),
        material_(material_of(question.request)),
        right_(make(material_, Recipe{})),
        answer_(question.answer ? question.answer : question.request.answer) {
    client_ = question.client_string_to_sign.empty() ? request_.client_string_to_sign
                                                     : question.client_string_to_sign;
    // A message alone: only this refusal quotes the string.
    if (answer_ && answer_->code.empty() && !answer_->string_to_sign.empty())
      answer_->code = "SignatureDoesNotMatch";
    choose_secret();
    choose_reference();
  }

  Diagnosis run() {
    if (request_.source == Source::Answer) return of_answer_alone();
    out_.right_string_to_sign = right_.longest();
    if (answer_) out_.server_string_to_sign = answer_->string_to_sign;
    add_all(check_request(request_));
    add_all(check_time(request_, reference_));
    check_nonce();
    if (answer_) check_code();
    check_server_text();
    if (material_.signature.empty() || !secret_) {
      check_without_secret();
    } else {
      check_signature();
    }
    find_difference();
    conclude(out_, {answer_ ? answer_->code : std::string(), request_.source, other_key_});
    out_.rows = make_rows(question_, material_, out_, reference_);
    return std::move(out_);
  }

 private:
  // No request: what the service's code says is all that is known.
  Diagnosis of_answer_alone() {
    const std::string& code = answer_->code;
    out_.findings = check_answer(*answer_);
    const auto explained = api::explain_error(code);
    out_.verdict = Verdict::Unexplained;
    out_.sentence = one_line(code) + ": ";
    if (concern_of(code) == Concern::Signature) {
      out_.sentence +=
          "the service computed another signature. Give the request, or all of the message with "
          "its string to sign, to learn why.";
    } else if (explained) {
      out_.verdict = Verdict::Explained;
      out_.sentence +=
          std::string(explained->guide->cause) + " " + std::string(explained->guide->next);
    } else {
      out_.sentence += "give the request as well to learn why.";
    }
    return std::move(out_);
  }

  void choose_secret() {
    if (!request_.secret.empty()) secret_ = request_.secret;
    if (!question_.key) return;
    const std::string id = access_key_id_of(request_);
    const std::string_view own = trimmed(question_.key->access_key_id);
    if (own.empty() || trimmed(id).empty() || own == trimmed(id)) {
      secret_ = question_.key->access_key_secret;
    } else {
      other_key_ = true;
    }
  }

  void choose_reference() {
    reference_ = question_.instant;
    if (request_.sent_at) reference_ = request_.sent_at;
    if (answer_ && answer_->date) reference_ = answer_->date;
  }

  // Of one kind the first finding stays, but for kinds that name a parameter.
  void add(Finding finding) {
    for (Finding& known : out_.findings) {
      const bool same_place = known.parameter == finding.parameter || finding.parameter.empty() ||
                              known.parameter.empty();
      if (known.kind != finding.kind || !same_place) continue;
      // The same mistake may be needed in two explanations, with another one in each.
      if (known.alternative > 0 && finding.alternative > 0 &&
          known.alternative != finding.alternative) {
        continue;
      }
      // Proved is better than seen.
      if (finding.evidence == Evidence::Signature) known = std::move(finding);
      return;
    }
    out_.findings.push_back(std::move(finding));
  }
  void add_all(Findings findings) {
    for (Finding& finding : findings) {
      alternatives_ = std::max(alternatives_, finding.alternative);
      add(std::move(finding));
    }
  }

  [[nodiscard]] bool has_kind(Kind kind) const {
    return std::any_of(out_.findings.begin(), out_.findings.end(),
                       [&](const Finding& finding) { return finding.kind == kind; });
  }
  [[nodiscard]] bool has_concern(Concern concern) const {
    return std::any_of(out_.findings.begin(), out_.findings.end(), [&](const Finding& finding) {
      return text_of(finding.kind).concern == concern;
    });
  }

  void check_nonce() {
    const std::string_view nonce = nonce_of(request_);
    const auto& used = question_.used_nonces;
    if (!nonce.empty() && std::find(used.begin(), used.end(), nonce) != used.end())
      add(found(Kind::NonceReused, Evidence::Request, {}, ", by an earlier request"));
  }

  // The service's code adds only what the request itself did not show.
  void check_code() {
    for (Finding& finding : check_answer(*answer_)) {
      const Concern concern = text_of(finding.kind).concern;
      const bool told = concern == Concern::Time ? has_concern(concern) : has_kind(finding.kind);
      if (!told) add(std::move(finding));
    }
  }

  // What the service calculated with is what it received.
  void check_server_text() {
    const std::string& server = out_.server_string_to_sign;
    if (server.empty() || is_right_text(server)) return;
    if (request_.source == Source::StringToSign) return;
    for (const Hit& hit : search_text(material_, server)) {
      // A signature that the service counted in, a form that it did not read: kinds of their own.
      if (hit.mistakes.size() > 1) continue;
      const Named& named = hit.mistakes.front();
      if (named.kind != Kind::HostDiffers && named.kind != Kind::BodyChanged) continue;
      add(found(named.kind, Evidence::Answer, named.parameter,
                replaced(named.detail, " was signed", " is what the service received")));
      received_ = hit.made.canonical_request;
      return;
    }
    if (has_kind(Kind::ContentTypeMissing)) return;
    received_ = server;
    const auto difference = first_difference(alike_right(server), server);
    std::string words = "the texts to sign differ.";
    if (difference) words = server_words(*difference);
    add(found(Kind::ChangedOnTheWay, Evidence::Answer,
              difference ? difference->parameter : std::string(), words));
  }

  static std::string server_words(const Difference& difference) {
    const std::string name = one_line(difference.parameter);
    switch (difference.part) {
      case Part::Method: return "its HTTP method differs.";
      case Part::Path: return "its path differs.";
      case Part::Missing: return "it has " + name + " in addition.";
      case Part::Extra: return name + " did not arrive.";
      case Part::Name: return name + " is spelled differently.";
      case Part::Value:
      case Part::Encoding: return "the value of " + name + " differs.";
      case Part::Header: return "its header " + name + " differs.";
      case Part::Body: return "its body differs.";
      case Part::Order:
      case Part::Other: break;
    }
    return "the texts to sign differ.";
  }

  void add_hits(const std::vector<Hit>& hits, Evidence evidence) {
    for (const Hit& hit : hits) {
      ++alternatives_;
      for (const Named& named : hit.mistakes) {
        Finding finding = found(named.kind, evidence, named.parameter, named.detail);
        finding.alternative = alternatives_;
        add(std::move(finding));
      }
    }
    if (!hits.empty() && client_.empty()) client_ = hits.front().made.longest();
  }

  // The right text of the other's kind: ACS3 has a hash and a canonical request.
  [[nodiscard]] const std::string& alike_right(std::string_view other) const {
    const bool hash = other.starts_with("ACS3-HMAC-SHA256\n") || right_.canonical_request.empty();
    return hash ? right_.string_to_sign : right_.canonical_request;
  }

  void make_needed(int alternative) {
    for (Finding& finding : out_.findings) {
      if (finding.alternative == alternative) finding.alternative = 0;
    }
  }

  [[nodiscard]] bool is_right_text(const std::string& text) const {
    return text == right_.string_to_sign || text == right_.canonical_request;
  }

  // The client's own text: alike, explained, or at least compared.
  void check_client_text() {
    if (client_.empty() || is_right_text(client_)) return;
    const std::vector<Hit> hits = search_text(material_, client_);
    add_hits(hits, Evidence::ClientString);
    if (hits.empty()) add_from_difference();
  }

  void add_from_difference() {
    const auto difference = first_difference(client_, right_.longest());
    if (!difference) return;
    const auto client = [&](Kind kind, std::string detail = {}) {
      Finding finding = found(kind, Evidence::ClientString, difference->parameter, detail);
      finding.alternative = ++alternatives_;
      add(std::move(finding));
    };
    const auto text = read_string_to_sign(client_);
    switch (difference->part) {
      case Part::Order: return client(Kind::SortOrder, "see where the texts differ");
      case Part::Missing: {
        const std::string* value = right_value(difference->parameter);
        return client(value && value->empty() ? Kind::EmptyDropped : Kind::ParameterNotSigned);
      }
      case Part::Extra:
        return client(difference->parameter == "Signature" ? Kind::SignatureSigned
                                                           : Kind::SignedNotSent);
      case Part::Value: {
        const std::string* value =
            text ? find_parameter(text->parameters, difference->parameter) : nullptr;
        if (value != nullptr && !is_valid_utf8(*value))
          return client(Kind::OtherCharset, ": its bytes are not UTF-8, as GBK's would not be");
        return client(Kind::ValueDiffers);
      }
      case Part::Name:
        if (difference->parameter == "Timestamp")
          return client(Kind::TimestampSpelling, "differently in the string to sign");
        return client(Kind::SignedNotSent);
      case Part::Method: return client(Kind::MethodDiffers, "the texts begin differently");
      case Part::Path: return client(Kind::PathNotRoot);
      case Part::Header:
      case Part::Body:
      case Part::Encoding:
      case Part::Other: return;
    }
  }

  [[nodiscard]] const std::string* right_value(std::string_view name) const {
    for (const Item& item : material_.items) {
      if (item.name == name) return &item.value;
    }
    return nullptr;
  }

  // The text that the client's signature is over, where it is known: its string to sign.
  [[nodiscard]] std::string known_string() const {
    if (client_.empty()) return {};
    if (client_ == right_.canonical_request) return right_.string_to_sign;
    const bool canonical =
        material_.scheme == signing::Scheme::Acs3 && !client_.starts_with("ACS3-HMAC-SHA256\n");
    return canonical ? std::string() : client_;
  }

  void check_signature() {
    out_.signature_checked = true;
    const std::string right = signature_of(right_.string_to_sign, material_, Recipe{}, *secret_);
    out_.signature_fits = right == material_.signature;
    if (out_.signature_fits) return check_fitting();
    const bool given = !client_.empty();
    check_client_text();
    if (!given) {
      add_hits(search_signature(material_, *secret_), Evidence::Signature);
      if (!has_reason_to_differ()) add(suspicion_of_secret());
      return;
    }
    const std::string text = known_string();
    if (text.empty()) return;
    if (signature_of(text, material_, Recipe{}, *secret_) == material_.signature) return;
    const std::vector<Hit> hits = search_key(material_, text, *secret_);
    add_hits(hits, Evidence::Signature);
    // Needed beside whatever made the client's text another one: no alternative to it.
    if (hits.size() == 1) make_needed(alternatives_);
    if (hits.empty())
      add(found(Kind::OtherSecret, Evidence::Elimination, {}, " than the one given"));
  }

  // Whether something is known that makes the signature another one.
  [[nodiscard]] bool has_reason_to_differ() const {
    return has_concern(Concern::Signature) || has_kind(Kind::ParameterTwice) ||
           has_kind(Kind::TokenNotEncoded);
  }

  static Finding suspicion_of_secret() {
    Finding finding = found(Kind::OtherSecret, Evidence::Suspicion);
    finding.sentence =
        "No known mistake gives this signature with the secret given: most likely it was made with "
        "another secret.";
    return finding;
  }

  // Our arithmetic agrees with the client's; does the service's?
  void check_fitting() {
    if (!answer_ || concern_of(answer_->code) != Concern::Signature) return;
    if (!is_right_text(out_.server_string_to_sign)) return;
    add(found(Kind::OtherSecret, Evidence::Elimination, {},
              " than the one that the service has for this AccessKey ID"));
  }

  void check_without_secret() {
    const bool given = !client_.empty();
    check_client_text();
    const bool refused = answer_ && concern_of(answer_->code) == Concern::Signature;
    const bool quoted = !out_.server_string_to_sign.empty();
    if (given) {
      const bool alike = is_right_text(client_) || client_ == out_.server_string_to_sign;
      if (alike && (refused || quoted) && !has_kind(Kind::ChangedOnTheWay))
        add(found(Kind::OtherSecret, Evidence::Elimination, {}, " or another key of the HMAC"));
      return;
    }
    if ((refused || quoted) && !explains_any(out_, Concern::Signature)) suspect();
  }

  // What the wire shows may be how the client signs as well.
  void suspect() {
    for (const Hit& hit : suspect_wire(material_)) {
      const Named& named = hit.mistakes.front();
      Finding finding = found(named.kind, Evidence::Suspicion, named.parameter, named.detail);
      finding.sentence = "Perhaps: " + finding.sentence + " The request was sent so; whether it " +
                         "was signed so, only the secret or the client's string to sign can tell.";
      add(std::move(finding));
      if (client_.empty()) client_ = hit.made.longest();
    }
  }

  void find_difference() {
    out_.client_string_to_sign = client_;
    if (!client_.empty()) {
      out_.right_string_to_sign = alike_right(client_);
      out_.difference = first_difference(client_, out_.right_string_to_sign);
    }
    if (out_.difference || received_.empty()) return;
    // This request against what the service received.
    out_.client_string_to_sign = alike_right(received_);
    out_.right_string_to_sign = received_;
    out_.difference = first_difference(out_.client_string_to_sign, out_.right_string_to_sign);
  }

  const Question& question_;
  const Request& request_;
  Material material_;
  Made right_;
  std::optional<ServiceAnswer> answer_;
  std::optional<Secret> secret_;
  std::optional<Instant> reference_;
  std::string client_;
  std::string received_;  // the text of what the service received, where that is another request
  bool other_key_ = false;
  int alternatives_ = 0;
  Diagnosis out_;
};

}  // namespace

Diagnosis diagnose(const Question& question) {
  return Doctor(question).run();
}

}  // namespace dds::diagnose
