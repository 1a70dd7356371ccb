// Properties of redact(): whatever the secret, whatever its name, wherever it stands, no piece of
// it comes out, and what stands beside it does.
#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/percent.h"
#include "core/response/redact.h"

using namespace dds;
using response::redact;

namespace {

constexpr std::size_t kPiece = 5;  // bytes of a secret that count as a leak

// Pieces that stand beside the secret as well (of escapes, say) tell nothing.
bool leaks(const std::string& out, const std::string& hidden, std::string text) {
  for (std::size_t at = text.find(hidden); at != std::string::npos; at = text.find(hidden))
    text.replace(at, hidden.size(), "\n");
  for (std::size_t i = 0; i + kPiece <= hidden.size(); ++i) {
    const std::string piece = hidden.substr(i, kPiece);
    if (out.find(piece) != std::string::npos && text.find(piece) == std::string::npos) return true;
  }
  return false;
}

std::string xml_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump();
}

// Without the quotation marks, which stay.
std::string json_inside(const std::string& text) {
  const std::string quoted = json_text(text);
  return quoted.substr(1, quoted.size() - 2);
}

std::string encode(const std::string& text, int times) {
  return times == 0 ? text : encode(percent_encode(text), times - 1);
}

// A place: the text around, and the form that the secret has there. KEEP marks what must still be
// readable.
struct Placed {
  std::string text;
  std::string hidden;
};
using Place = std::function<Placed(const std::string& name, const std::string& secret)>;

// For any bytes: the notation escapes them.
std::vector<Place> escaping_places() {
  std::vector<Place> places;
  for (int times = 1; times <= 3; ++times) {
    // A query, its string to sign, and that once more (as a parameter of another request, or in a
    // quoted message).
    places.push_back([times](const std::string& name, const std::string& secret) {
      return Placed{encode("Action=KEEPA&" + name + "=", times - 1) + encode(secret, times) +
                        encode("&Version=KEEPB", times - 1),
                    encode(secret, times)};
    });
  }
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{
        "https://mongodb.aliyuncs.com/?KEEPA=1&" + name + "=" + encode(secret, 1) + "&KEEPB=2",
        encode(secret, 1)};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{R"({"KEEPA":1,")" + name + "\":" + json_text(secret) + R"(,"KEEPB":2})",
                  json_inside(secret)};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{
        "{\n  \"KEEPA\": 1,\n  \"" + name + "\" : " + json_text(secret) + ",\n  \"KEEPB\": 2\n}",
        json_inside(secret)};
  });
  places.push_back([](const std::string& name, const std::string& secret) {  // JSON inside JSON
    const std::string inner =
        json_text(R"({"KEEPA":1,")" + name + "\":" + json_text(secret) + R"(,"KEEPB":2})");
    return Placed{R"({"Message":)" + inner + "}", json_inside(json_inside(secret))};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{R"([{"name":")" + name + R"(","value":)" + json_text(secret) +
                      R"(},{"name":"KEEPA","value":"KEEPB"}])",
                  json_inside(secret)};
  });
  places.push_back([](const std::string& name, const std::string& secret) {  // percent-encoded JSON
    return Placed{
        "KEEPA=1&body=" + encode("{\"" + name + "\":" + json_text(secret) + "}", 1) + "&KEEPB=2",
        encode(json_inside(secret), 1)};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"<KEEPA/><" + name + ">" + xml_text(secret) + "</" + name + "><KEEPB/>",
                  xml_text(secret)};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"<KEEPA/><" + name + "><![CDATA[" + secret + "]]></" + name + "><KEEPB/>",
                  secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"KEEPA: 1\r\n" + name + ": " + secret + "\r\nKEEPB: 2\r\n", secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"POST\n/\nKEEPA\n" + name + ":" + secret + "\nKEEPB", secret};
  });
  return places;
}

// For tokens and signatures (Base64, hex): nothing there needs an escape.
std::vector<Place> plain_places() {
  std::vector<Place> places;
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"KEEPA " + name + "=" + secret + " KEEPB", secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"request['" + name + "'] = '" + secret + "'; // KEEPA KEEPB", secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"dds X --KEEPA --" + name + " " + secret + " --KEEPB", secret};
  });
  places.push_back([](const std::string& name,
                      const std::string& secret) {  // a canonical request quoted in a message
    return Placed{R"({"Message":"KEEPA server string to sign is:POST\n/\n)" + name + ":" + secret +
                      R"(\nKEEPB"})",
                  secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{R"({"KEEPA":"a\u0026)" + name + R"(\u003d)" + secret + R"(\u0026b","KEEPB":2})",
                  secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"<p>KEEPA &lt;" + name + "&gt;" + secret + "&lt;/" + name + "&gt; KEEPB</p>",
                  secret};
  });
  places.push_back([](const std::string& name, const std::string& secret) {
    return Placed{"KEEPA &quot;" + name + "&quot;:&quot;" + secret + "&quot; KEEPB", secret};
  });
  return places;
}

const std::vector<std::string>& secret_names() {
  static const std::vector<std::string> names = {"Signature",
                                                 "SecurityToken",
                                                 "BearerToken",
                                                 "AccessKeySecret",
                                                 "AccountPassword",
                                                 "securitytoken",
                                                 "SECURITYTOKEN",
                                                 "x-acs-security-token",
                                                 "X-Acs-Bearer-Token",
                                                 "access_key_secret",
                                                 "sts_token",
                                                 "security_token",
                                                 "NewAccountPassword",
                                                 "x-oss-security-token",
                                                 "ALIBABA_CLOUD_ACCESS_KEY_SECRET"};
  return names;
}

class Words {
 public:
  explicit Words(std::uint32_t seed) : random_(seed) {}
  std::string make(std::string_view alphabet) {
    std::string text;
    const std::size_t size = 12 + random_() % 60;
    while (text.size() < size) text += alphabet[random_() % alphabet.size()];
    return text;
  }

 private:
  std::mt19937 random_;  // the same numbers everywhere, unlike the library's distributions
};

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
constexpr std::string_view kPassword = "ABCxyz019!@#$%^&*()_+-={}[]|:;'\"<>?,./~`\\ ";

void check_place(const Place& place, const std::string& name, const std::string& secret) {
  const Placed placed = place(name, secret);
  const std::string out = redact(placed.text);
  CAPTURE(placed.text);
  CAPTURE(out);
  CHECK_FALSE(leaks(out, placed.hidden, placed.text));
  CHECK(out.find(response::kMask) != std::string::npos);
  CHECK(out.find("KEEPA") != std::string::npos);
  CHECK(out.find("KEEPB") != std::string::npos);
}

}  // namespace

TEST_CASE("no piece of a token or a signature comes out of any notation") {
  Words words(1);
  std::vector<Place> places = escaping_places();
  for (Place& place : plain_places()) places.push_back(std::move(place));
  for (const Place& place : places) {
    for (const std::string& name : secret_names()) {
      for (int i = 0; i < 3; ++i) check_place(place, name, words.make(kBase64));
    }
  }
}

TEST_CASE("no piece of a password of any characters comes out of a notation that escapes them") {
  Words words(2);
  for (const Place& place : escaping_places()) {
    for (const std::string& name : secret_names()) {
      for (int i = 0; i < 5; ++i) {
        std::string secret = "p" + words.make(kPassword) + "w";
        // The end of CDATA cannot stand in CDATA.
        for (std::size_t at = secret.find("]]>"); at != std::string::npos; at = secret.find("]]>"))
          secret[at] = 'x';
        check_place(place, name, secret);
      }
    }
  }
}

TEST_CASE("nothing is masked where there is no secret") {
  for (
      const char* text :
      {"Action=CreateBackup&SignatureNonce=n1&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&"
       "SignatureType=&Timestamp=t",
       "POST&%2F&Action%3DA%26SignatureNonce%3Dn%26SignatureMethod%3DHMAC-SHA1",
       R"({"NextToken":"n","ClientToken":"c","DBInstanceId":"dds-1","EncryptionKey":"07609cc3","TagKey":"k"})",
       "IncompleteSignature: The request signature does not conform to Aliyun standards.",
       "SignatureDoesNotMatch: The signature we calculated does not match the one you provided.",
       "MissingSecurityToken: SecurityToken is mandatory for this action.",
       "InvalidAccountPassword: too short",
       "<SignatureNonce>n</SignatureNonce></Signature><Code>SignatureDoesNotMatch</Code>",
       "host;x-acs-security-token\ne3b0c442",
       "The AccessKey secret is missing: give the secret that belongs to the ID.",
       "ACS3-HMAC-SHA256\n0123456789abcdef", R"({"SecurityToken":"","AccountPassword":null})",
       "订单库", "", "a://b", "https://mongodb.aliyuncs.com/?x=a@b"}) {
    CHECK(redact(text) == text);
  }
}

TEST_CASE("redacting twice changes nothing more, in any notation") {
  Words words(3);
  std::vector<Place> places = escaping_places();
  for (Place& place : plain_places()) places.push_back(std::move(place));
  for (const Place& place : places) {
    for (const std::string& name : secret_names()) {
      const std::string once = redact(place(name, words.make(kBase64)).text);
      CAPTURE(once);
      CHECK(redact(once) == once);
    }
  }
}

TEST_CASE("JSON stays JSON and keeps everything else") {
  const std::string out = redact(
      R"({"a":"x","SecurityToken":"s\"e\\c","AccountPassword":123456,"list":{"Password":["p1",{"q":"]}"}]},"Signature":{"v":"s"},"z":"y"})");
  const nlohmann::json value = nlohmann::json::parse(out, nullptr, false);
  REQUIRE_FALSE(value.is_discarded());
  CHECK(value.value("a", "") == "x");
  CHECK(value.value("z", "") == "y");
  CHECK(value.value("SecurityToken", "") == response::kMask);
  CHECK(value.value("AccountPassword", "") == response::kMask);
  CHECK(value.value("Signature", "") == response::kMask);
  CHECK(out.find("p1") == std::string::npos);
}

TEST_CASE("a text that is cut off inside a secret shows nothing of it") {
  for (const char* text :
       {R"({"SecurityToken":"hunter2hunter2)", "<SecurityToken>hunter2hunter2",
        "SecurityToken%3Dhunter2hunter2", "x-acs-security-token: hunter2hunter2",
        R"("{\"SecurityToken\":\"hunter2hunter2)", R"({"Password":["hunter2hunter2)",
        "<SecurityToken kind='sts'>hunter2hunter2"}) {
    CAPTURE(redact(text));
    CHECK(redact(text).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("known credentials are masked wherever and however they stand") {
  Words words(4);
  for (int i = 0; i < 40; ++i) {
    signing::Credentials credentials;
    credentials.access_key_id = "LTAI5tQ3abcdefgh9f";
    const std::string secret = words.make(kPassword);
    const std::string token = words.make(kBase64);
    credentials.access_key_secret = Secret(secret);
    credentials.security_token = Secret(token);
    for (const std::string& hidden : {secret, token}) {
      for (const std::string& form : {hidden, encode(hidden, 1), encode(hidden, 2),
                                      encode(hidden, 3), json_inside(hidden), xml_text(hidden)}) {
        const std::string out = redact("KEEPA " + form + " KEEPB LTAI5tQ3abcdefgh9f", credentials);
        CAPTURE(form);
        CHECK(out.find(form) == std::string::npos);
        CHECK(out.find("KEEPA") != std::string::npos);
        CHECK(out.find("KEEPB") != std::string::npos);
        CHECK(out.find("LTAI5tQ3") == std::string::npos);
      }
    }
  }
}

TEST_CASE("user info of a URL and key IDs that stand alone are hidden") {
  CHECK(redact("https://user:hunter2@proxy.example/x") ==
        "https://" + std::string(response::kMask) + "@proxy.example/x");
  CHECK(redact("the key LTAI5tQ3abcdefgh9f is disabled").find("LTAI5tQ3") == std::string::npos);
  CHECK(redact("STS.NUgYrLnoC37mZZCNnAbez was used").find("NUgYrLno") == std::string::npos);
}

TEST_CASE("an ACS3 Authorization keeps what helps to find a mistake, any other is masked whole") {
  const std::string header =
      "ACS3-HMAC-SHA256 "
      "Credential=LTAI5tQ3abcdefgh9f,SignedHeaders=host;x-acs-action,Signature=0123456789abcdef";
  const std::string out = redact("Authorization: " + header + "\r\nhost: h");
  CHECK(out.find("SignedHeaders=host;x-acs-action,Signature=" + std::string(response::kMask)) !=
        std::string::npos);
  CHECK(out.find("0123456789abcdef") == std::string::npos);
  CHECK(out.find("LTAI5tQ3") == std::string::npos);
  HttpRequest request;
  request.url = "https://user:hunter2@h/?AccessKeyId=LTAI5tQ3abcdefgh9f";
  request.headers = {{"authorization", header},
                     {"Proxy-Authorization", "Basic aHVudGVyMg=="},
                     {"Cookie", "sid=hunter2"},
                     {"x-acs-accesskey-id", "LTAI5tQ3abcdefgh9f"}};
  const HttpRequest masked = response::redacted(request);
  CHECK(masked.url.find("hunter2") == std::string::npos);
  CHECK(masked.headers[0].value.find("0123456789abcdef") == std::string::npos);
  CHECK(masked.headers[0].value.find("SignedHeaders=host") != std::string::npos);
  CHECK(masked.headers[1].value == response::kMask);
  CHECK(masked.headers[2].value == response::kMask);
  for (const HttpHeader& header_line : masked.headers)
    CHECK(header_line.value.find("LTAI5tQ3") == std::string::npos);
}

TEST_CASE("names are secret in any letter case and with - or _ between their words") {
  for (const std::string& name : secret_names()) CHECK(response::is_secret_name(name));
  for (const char* name :
       {"Authorization", "cookie", "Set-Cookie", "Password", "secret", "token", "private_key"}) {
    CHECK(response::is_secret_name(name));
  }
  for (const char* name :
       {"", "SignatureNonce", "SignatureMethod", "AccessKeyId", "NextToken", "ClientToken",
        "--client-token", "client_token", "DBInstanceId", "x-acs-signature-nonce",
        "x-acs-content-sha256", "Accept", "EncryptionKey"}) {
    CAPTURE(name);
    CHECK_FALSE(response::is_secret_name(name));
  }
}

TEST_CASE("a megabyte of the worst takes no more than a moment") {
  // Linear in the size: each of these would take minutes if a part of the text were looked at again
  // and again.
  for (const char* piece : {"Signature", "Signature ", "<Signature>", "<Signature ", "%25", "%253D",
                            "\\\\", "\"Signature\"", "Signature=\"", "://", "Signature\\",
                            "\"Signature\":[", "--password ", "&quot;", "a%"}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    CHECK_FALSE(redact(text).empty());
  }
}
