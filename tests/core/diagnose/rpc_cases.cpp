// Mistakes in what is signed, and with which key, of RPC v1.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/percent.h"
#include "core/signing/digest.h"
#include "core/signing/rpc_v1.h"
#include "tests/core/diagnose/patient.h"

namespace dds::test {
namespace {

using diagnose::Kind;
using diagnose::Question;

// The mistake is made in the string to sign.
Case in_text(Kind kind, std::string how, std::function<std::string(const Patient&)> change) {
  return {kind, std::move(how), [change = std::move(change)](Random& random) {
            Patient patient = good_patient(random);
            patient.string_to_sign = change(patient);
            REQUIRE(*patient.string_to_sign != patient.right_string_to_sign());
            return patient.question();
          }};
}

Case replacing(Kind kind, std::string how, std::string what, std::string with) {
  return in_text(kind, std::move(how), [what, with](const Patient& patient) {
    return replace_all(patient.right_string_to_sign(), what, with);
  });
}

// The mistake is made in the patient.
Case in_patient(Kind kind, std::string how, std::function<void(Patient&)> change) {
  return {kind, std::move(how), [change = std::move(change)](Random& random) {
            Patient patient = good_patient(random);
            change(patient);
            return patient.question();
          }};
}

std::string signed_parts(const Patient& patient,
                         const std::function<std::string(const Parameter&)>& pair,
                         const std::function<bool(const Parameter&, const Parameter&)>& below) {
  Parameters parameters = patient.sent;
  std::stable_sort(parameters.begin(), parameters.end(), below);
  std::string query;
  for (const Parameter& parameter : parameters) {
    if (!query.empty()) query += "&";
    query += pair(parameter);
  }
  return query;
}

std::string plain_pair(const Parameter& parameter) {
  return percent_encode(parameter.name) + "=" + percent_encode(parameter.value);
}

bool by_name(const Parameter& a, const Parameter& b) {
  return a.name < b.name;
}

std::string lower_escapes(std::string text) {
  for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
    for (std::size_t i = at + 1; i < at + 3; ++i)
      text[i] = text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] + 32) : text[i];
  }
  return text;
}

Case ordered(std::string how, std::function<bool(const Parameter&, const Parameter&)> below) {
  return in_text(Kind::SortOrder, std::move(how), [below](const Patient& patient) {
    return patient.method + "&%2F&" + percent_encode(signed_parts(patient, plain_pair, below));
  });
}

void add_encoding(std::vector<Case>& list) {
  list.push_back(replacing(Kind::SpaceAsPlus, "in the canonical query", "%2520", "%2B"));
  list.push_back(replacing(Kind::SpaceAsPlus, "in the value", "%2520", "%252B"));
  list.push_back(replacing(Kind::StarKept, "* stays", "%252A", "%2A"));
  list.push_back(replacing(Kind::StarKept, "* stays in both encodings", "%252A", "*"));
  list.push_back(
      in_text(Kind::MarksKept, "!'() stay in both encodings", [](const Patient& patient) {
        std::string text = patient.right_string_to_sign();
        text = replace_all(std::move(text), "%2521", "!");
        text = replace_all(std::move(text), "%2527", "'");
        text = replace_all(std::move(text), "%2528", "(");
        return replace_all(std::move(text), "%2529", ")");
      }));
  list.push_back(replacing(Kind::TildeEncoded, "~ is encoded", "~", "%257E"));
  list.push_back(in_text(Kind::MarksKept, "!'() stay", [](const Patient& patient) {
    std::string text = patient.right_string_to_sign();
    for (const char* const hex : {"21", "27", "28", "29"})
      text = replace_all(text, std::string("%25") + hex, std::string("%") + hex);
    return text;
  }));
  list.push_back(replacing(Kind::MarksKept, "/ stays", "%252F", "%2F"));
  list.push_back(in_text(Kind::LowerCaseHex, "in the canonical query", [](const Patient& patient) {
    const std::string query = signed_parts(patient, plain_pair, by_name);
    return patient.method + "&%2F&" + percent_encode(lower_escapes(query));
  }));
  list.push_back(in_text(Kind::LowerCaseHex, "in the string to sign", [](const Patient& patient) {
    const std::string query = signed_parts(patient, plain_pair, by_name);
    return patient.method + "&%2F&" + lower_escapes(percent_encode(query));
  }));
  list.push_back(in_text(Kind::DoubleEncoding, "each value", [](const Patient& patient) {
    const auto twice = [](const Parameter& parameter) {
      return percent_encode(parameter.name) + "=" + percent_encode(percent_encode(parameter.value));
    };
    return patient.method + "&%2F&" + percent_encode(signed_parts(patient, twice, by_name));
  }));
  list.push_back(in_text(Kind::DoubleEncoding, "the query", [](const Patient& patient) {
    const std::string query = signed_parts(patient, plain_pair, by_name);
    return patient.method + "&%2F&" + percent_encode(percent_encode(query));
  }));
  list.push_back(in_text(Kind::NotEncoded, "values", [](const Patient& patient) {
    const auto raw = [](const Parameter& entry) { return entry.name + "=" + entry.value; };
    return patient.method + "&%2F&" + percent_encode(signed_parts(patient, raw, by_name));
  }));
  list.push_back(in_text(Kind::NotEncoded, "the query", [](const Patient& patient) {
    return patient.method + "&%2F&" + signed_parts(patient, plain_pair, by_name);
  }));
  list.push_back({Kind::OtherCharset, "Latin-1", [](Random& random) {
                    Patient patient = good_patient(random);
                    patient.value("DBInstanceDescription") = "caf\xC3\xA9 " + random.word(3);
                    patient.string_to_sign =
                        replace_all(patient.right_string_to_sign(), "%25C3%25A9", "%25E9");
                    return patient.question();
                  }});
  list.push_back({Kind::OtherCharset, "GBK on the wire", [](Random& random) {
                    Patient patient = good_patient(random);
                    patient.wire = replace_all(patient.wire_text(), "%E5%A4%87", "%B1%B8");
                    return patient.question();
                  }});
  list.push_back({Kind::OtherCharset, "GBK in the client's string", [](Random& random) {
                    Patient patient = good_patient(random);
                    patient.string_to_sign = replace_all(patient.right_string_to_sign(),
                                                         "%25E5%25A4%2587", "%25B1%25B8");
                    Question question = patient.question();
                    question.client_string_to_sign = *patient.string_to_sign;
                    return question;
                  }});
  list.push_back({Kind::PlusBecameBlank, "in the wire", [](Random& random) {
                    Patient patient = good_patient(random);
                    const std::string right = patient.wire_text();
                    patient.wire = replace_all(right, "%2B", "+");
                    // The Signature itself is sent rightly.
                    const std::size_t at = patient.wire->find("&Signature=");
                    patient.wire->replace(at, std::string::npos,
                                          right.substr(right.find("&Signature=")));
                    return patient.question();
                  }});
  list.push_back(in_patient(Kind::BrokenEscape, "100% in the wire", [](Patient& patient) {
    patient.wire = "Comment=100%&" + patient.wire_text();
  }));
}

void add_sets(std::vector<Case>& list) {
  list.push_back(ordered("ignoring case", [](const Parameter& a, const Parameter& b) {
    return lower(a.name) < lower(b.name);
  }));
  list.push_back(ordered("by value",
                         [](const Parameter& a, const Parameter& b) { return a.value < b.value; }));
  list.push_back(ordered("unsorted", [](const Parameter&, const Parameter&) { return false; }));
  list.push_back(ordered("numbers as numbers", [](const Parameter& a, const Parameter& b) {
    const auto key = [](const Parameter& entry) {
      return replace_all(entry.name, "Tag.2.", "Tag.02.");
    };
    return key(a) < key(b);
  }));
  list.push_back(in_text(Kind::EmptyDropped, "one", [](const Patient& patient) {
    return replace_all(patient.right_string_to_sign(), "ResourceOwnerAccount%3D%26", "");
  }));
  list.push_back(in_text(Kind::ParameterNotSigned, "Version", [](const Patient& patient) {
    return replace_all(patient.right_string_to_sign(), "Version%3D2015-12-01%26", "");
  }));
  list.push_back(in_patient(Kind::SignedNotSent, "Format", [](Patient& patient) {
    patient.value("Format") = "JSON";
    patient.string_to_sign = patient.right_string_to_sign();
    patient.erase("Format");
  }));
  list.push_back(in_patient(Kind::ValueDiffers, "the next second", [](Patient& patient) {
    Parameters other = patient.sent;
    for (Parameter& entry : other) {
      if (entry.name == "Timestamp") entry.value = format_utc(patient.instant + Seconds(1));
    }
    patient.string_to_sign = plain_string_to_sign(patient.method, other);
  }));
  list.push_back({Kind::ValueDiffers, "in the client's string", [](Random& random) {
                    Patient patient = good_patient(random);
                    patient.string_to_sign = replace_all(patient.right_string_to_sign(),
                                                         patient.value("engine"), "other");
                    Question question = patient.question();
                    question.client_string_to_sign = *patient.string_to_sign;
                    return question;
                  }});
  list.push_back(in_patient(Kind::ParameterTwice, "engine", [](Patient& patient) {
    patient.wire = "engine=twice&" + patient.wire_text();
  }));
  list.push_back(in_patient(Kind::SignatureSigned, "an empty one", [](Patient& patient) {
    Parameters all = patient.sent;
    all.push_back({"Signature", ""});
    patient.string_to_sign = plain_string_to_sign(patient.method, all);
  }));
  list.push_back(
      {Kind::SignatureSigned, "the last one, in the client's string", [](Random& random) {
         Patient patient = good_patient(random);
         Parameters all = patient.sent;
         all.push_back({"Signature", "b2xkIHNpZ25hdHVyZQ=="});
         patient.string_to_sign = plain_string_to_sign(patient.method, all);
         Question question = patient.question();
         question.client_string_to_sign = *patient.string_to_sign;
         return question;
       }});
}

void add_text(std::vector<Case>& list) {
  list.push_back(in_text(Kind::MethodDiffers, "the other", [](const Patient& patient) {
    return plain_string_to_sign(patient.method == "GET" ? "POST" : "GET", patient.sent);
  }));
  list.push_back(in_text(Kind::MethodDiffers, "lower case", [](const Patient& patient) {
    return plain_string_to_sign(lower(patient.method), patient.sent);
  }));
  list.push_back(replacing(Kind::PathNotRoot, "unencoded", "&%2F&", "&/&"));
  list.push_back(replacing(Kind::PathNotRoot, "encoded twice", "&%2F&", "&%252F&"));
  list.push_back({Kind::ChangedOnTheWay, "a value", [](Random& random) {
                    Patient patient = good_patient(random);
                    Question question = patient.question();
                    const std::string server = replace_all(patient.right_string_to_sign(),
                                                           patient.value("engine"), "other");
                    question.answer = diagnose::ServiceAnswer{
                        "SignatureDoesNotMatch", "server string to sign is:" + server, server, {}};
                    return question;
                  }});
}

void add_keys(std::vector<Case>& list) {
  const auto signature = [](std::function<std::string(const std::string&)> make) {
    return [make = std::move(make)](Patient& patient) {
      patient.signature = make(patient.right_string_to_sign());
    };
  };
  const std::string secret(kPatientSecret);
  list.push_back(in_patient(Kind::KeyWithoutAmpersand, "the secret alone",
                            signature([secret](const std::string& text) {
                              return signing::base64(signing::hmac_sha1(secret, "", text));
                            })));
  for (const char* const blank : {" ", "\n", "\r\n", "\t"}) {
    list.push_back(in_patient(Kind::SecretWithBlank, "behind it",
                              [blank](Patient& patient) { patient.secret += blank; }));
  }
  list.push_back({Kind::SecretWithBlank, "in the one given", [](Random& random) {
                    Question question = good_patient(random).question();
                    question.key->access_key_secret = Secret(std::string(kPatientSecret) + "\n");
                    return question;
                  }});
  list.push_back(in_patient(Kind::SecretTransformed, "hashed", [](Patient& patient) {
    patient.secret = signing::hex(signing::sha256(patient.secret));
  }));
  list.push_back(in_patient(Kind::SecretTransformed, "padded",
                            [](Patient& patient) { patient.secret.resize(64, '\0'); }));
  list.push_back(in_patient(Kind::OtherSecret, "nothing else known",
                            [](Patient& patient) { patient.secret = "quite-another-secret"; }));
  list.push_back({Kind::OtherSecret, "with the client's string", [](Random& random) {
                    Patient patient = good_patient(random);
                    patient.secret = "quite-another-secret";
                    Question question = patient.question();
                    question.client_string_to_sign = patient.right_string_to_sign();
                    return question;
                  }});
  list.push_back(in_patient(Kind::HashDiffers, "SHA-256 instead of SHA-1",
                            signature([secret](const std::string& text) {
                              return signing::base64(signing::hmac_sha256(secret, "&", text));
                            })));
  list.push_back(in_patient(Kind::HashDiffers, "SHA-1 instead of SHA-256", [](Patient& patient) {
    patient.value("SignatureMethod") = "HMAC-SHA256";
  }));
  list.push_back(
      in_patient(Kind::SignatureText, "hex", signature([secret](const std::string& text) {
                   return signing::hex(signing::hmac_sha1(secret, "&", text));
                 })));
  list.push_back(
      in_patient(Kind::SignatureText, "Base64 of hex", signature([secret](const std::string& text) {
                   const std::string hex = signing::hex(signing::hmac_sha1(secret, "&", text));
                   return signing::base64(
                       std::span(reinterpret_cast<const std::uint8_t*>(hex.data()), hex.size()));
                 })));
  list.push_back(in_patient(Kind::SignatureNotEncoded, "in the wire", [](Patient& patient) {
    while (patient.signature_text().find('+') == std::string::npos)
      patient.value("SignatureNonce") += "0";
    patient.wire =
        signing::encode_parameters(patient.sent) + "&Signature=" + patient.signature_text();
  }));
}

}  // namespace

std::vector<Case> rpc_cases() {
  std::vector<Case> list;
  add_encoding(list);
  add_sets(list);
  add_text(list);
  add_keys(list);
  return list;
}

}  // namespace dds::test
