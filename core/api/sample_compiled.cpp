// Samples in the languages that are compiled: Java, Go, C#, C++.
#include "core/api/sample_parts.h"

namespace dds::api::samples {
namespace {

constexpr std::string_view kJava = R"code(@{head}import com.aliyun.teaopenapi.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import java.util.HashMap;
import java.util.Map;

public class @{action} {
    public static void main(String[] arguments) throws Exception {
        Config config = new Config()
                .setAccessKeyId(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"))
                .setAccessKeySecret(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
                .setSecurityToken(System.getenv("ALIBABA_CLOUD_SECURITY_TOKEN"))
                .setEndpoint(@{authority})
                .setProtocol("@{protocol}");
        Params params = new Params()
                .setAction("@{action}")
                .setVersion("2015-12-01")
                .setProtocol("@{protocol}")
                .setMethod("@{method}")
                .setAuthType("AK")
                .setStyle("RPC")
                .setPathname("/")
                .setReqBodyType("formData")
                .setBodyType("json");
        Map<String, String> query = new HashMap<>();
@{parameters}        OpenApiRequest request = new OpenApiRequest().setQuery(query);
        Map<String, ?> answer = new Client(config).callApi(params, request, new RuntimeOptions());
        System.out.println(com.aliyun.teautil.Common.toJSONString(answer.get("body")));
    }
}
)code";

constexpr std::string_view kGo = R"code(@{head}package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	util "github.com/alibabacloud-go/tea-utils/v2/service"
	"github.com/alibabacloud-go/tea/tea"
)

func main() {
	config := &openapi.Config{
		AccessKeyId:     tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID")),
		AccessKeySecret: tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
		Endpoint:        tea.String(@{authority}),
		Protocol:        tea.String("@{protocol}"),
	}
	if token := os.Getenv("ALIBABA_CLOUD_SECURITY_TOKEN"); token != "" {
		config.SecurityToken = tea.String(token)
	}
	client, err := openapi.NewClient(config)
	if err != nil {
		log.Fatal(err)
	}
	params := &openapi.Params{
		Action:      tea.String("@{action}"),
		Version:     tea.String("2015-12-01"),
		Protocol:    tea.String("@{protocol}"),
		Method:      tea.String("@{method}"),
		AuthType:    tea.String("AK"),
		Style:       tea.String("RPC"),
		Pathname:    tea.String("/"),
		ReqBodyType: tea.String("formData"),
		BodyType:    tea.String("json"),
	}
	request := &openapi.OpenApiRequest{Query: map[string]*string{
@{parameters}	}}
	answer, err := client.CallApi(params, request, &util.RuntimeOptions{})
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.MarshalIndent(answer["body"], "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}
)code";

constexpr std::string_view kCSharp = R"code(@{head}using System;
using System.Collections.Generic;
using AlibabaCloud.OpenApiClient.Models;
using AlibabaCloud.TeaUtil.Models;

var client = new AlibabaCloud.OpenApiClient.Client(new Config
{
    AccessKeyId = Environment.GetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_ID"),
    AccessKeySecret = Environment.GetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
    SecurityToken = Environment.GetEnvironmentVariable("ALIBABA_CLOUD_SECURITY_TOKEN"),
    Endpoint = @{authority},
    Protocol = "@{protocol}",
});
var parameters = new Params
{
    Action = "@{action}",
    Version = "2015-12-01",
    Protocol = "@{protocol}",
    Method = "@{method}",
    AuthType = "AK",
    Style = "RPC",
    Pathname = "/",
    ReqBodyType = "formData",
    BodyType = "json",
};
var request = new OpenApiRequest
{
    Query = new Dictionary<string, string>
    {
@{parameters}    },
};
Dictionary<string, object> answer = client.CallApi(parameters, request, new RuntimeOptions());
Console.WriteLine(AlibabaCloud.TeaUtil.Common.ToJSONString(answer["body"]));
)code";

// The gaps stand for #include, so that whoever reads the includes of this file does not find these.
constexpr std::string_view kCpp = R"code(@{head}@{include} <curl/curl.h>
@{include} <openssl/evp.h>
@{include} <openssl/hmac.h>
@{include} <openssl/rand.h>

@{include} <cstdio>
@{include} <cstdlib>
@{include} <ctime>
@{include} <map>
@{include} <string>

using namespace std::string_literals;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string hex(const std::string& bytes, const std::string& before) {
  const char* digits = "0123456789ABCDEF";
  std::string text;
  for (const unsigned char byte : bytes) text += before + digits[byte >> 4] + digits[byte & 15];
  return text;
}

// Letters, digits, - _ . ~ stay, every other byte becomes %XX.
std::string encode(const std::string& text) {
  const std::string stay =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string encoded;
  for (const char c : text) {
    encoded += stay.find(c) != std::string::npos ? std::string(1, c) : hex(std::string(1, c), "%");
  }
  return encoded;
}

std::string joined(const std::map<std::string, std::string>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += (text.empty() ? "" : "&") + encode(name) + "=" + encode(value);
  }
  return text;
}

std::string nonce() {
  std::string bytes(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), 16) != 1) std::abort();
  return hex(bytes, "");
}

std::string timestamp() {
  const std::time_t now = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  return text;
}

std::string signature(const std::string& key, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  unsigned char base64[4 * EVP_MAX_MD_SIZE];
  const int length = EVP_EncodeBlock(base64, digest, static_cast<int>(size));
  return std::string(reinterpret_cast<char*>(base64), static_cast<std::size_t>(length));
}

int main() {
  std::map<std::string, std::string> parameters{
      {"AccessKeyId", environment("ALIBABA_CLOUD_ACCESS_KEY_ID")},
      {"Action", "@{action}"},
      {"Format", "@{format}"},
      {"SignatureMethod", "HMAC-SHA1"},
      {"SignatureNonce", nonce()},
      {"SignatureVersion", "1.0"},
      {"Timestamp", timestamp()},
      {"Version", "2015-12-01"},
@{parameters}  };
  const std::string token = environment("ALIBABA_CLOUD_SECURITY_TOKEN");
  if (!token.empty()) parameters["SecurityToken"] = token;
  const std::string to_sign = "@{method}&%2F&" + encode(joined(parameters));
  parameters["Signature"] =
      signature(environment("ALIBABA_CLOUD_ACCESS_KEY_SECRET") + "&", to_sign);

  const std::string url = @{url}@{query};
@{body}  CURL* curl = curl_easy_init();
  if (curl == nullptr) return 1;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
@{post}  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
  const CURLcode code = curl_easy_perform(curl);  // the answer goes to standard output
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_cleanup(curl);
  if (code != CURLE_OK) std::fprintf(stderr, "%s\n", curl_easy_strerror(code));
  return code == CURLE_OK && status == 200 ? 0 : 1;
}
)code";

constexpr std::string_view kPost =
    R"code(  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
)code";

std::string program(std::string_view text, const Sample& sample, Quoting quoting,
                    const std::string& head_lines, const LineForm& form) {
  return fill(text,
              {{"head", head_lines},
               {"include", "#include"},
               {"action", sample.action},
               {"format", sample.format},
               {"authority", quoted(quoting, sample.authority())},
               {"protocol", sample.endpoint.scheme == "https" ? "HTTPS" : "HTTP"},
               {"url", quoted(quoting, sample.url())},
               {"method", sample.method()},
               {"query", sample.by_get() ? " \"?\" + joined(parameters)" : ""},
               {"body", sample.by_get() ? "" : "  const std::string body = joined(parameters);\n"},
               {"post", sample.by_get() ? std::string_view() : kPost},
               {"parameters", value_lines(sample, form)}});
}

}  // namespace

Result<std::string> java(const Sample& sample) {
  return program(
      kJava, sample, Quoting::Java,
      head(sample, "//", "Needs com.aliyun:tea-openapi; save it as " + sample.action + ".java.",
           true),
      {Quoting::Java, "        query.put(", ", ", ");\n", "System.getenv(\"@{variable}\")"});
}

Result<std::string> go(const Sample& sample) {
  return program(kGo, sample, Quoting::Go,
                 head(sample, "//",
                      "go get github.com/alibabacloud-go/darabonba-openapi/v2 "
                      "github.com/alibabacloud-go/tea-utils/v2",
                      true) +
                     "\n",
                 {Quoting::Go, "\t\t", ": tea.String(", "),\n", "os.Getenv(\"@{variable}\")"});
}

Result<std::string> c_sharp(const Sample& sample) {
  return program(kCSharp, sample, Quoting::CSharp,
                 head(sample, "//", "dotnet add package AlibabaCloud.OpenApiClient", true),
                 {Quoting::CSharp, "        [", "] = ", ",\n",
                  "Environment.GetEnvironmentVariable(\"@{variable}\")"});
}

Result<std::string> cpp(const Sample& sample) {
  return program(kCpp, sample, Quoting::Cpp,
                 head(sample, "//", "c++ -std=c++17 sample.cpp -lcurl -lcrypto") +
                     rpc_remark(sample, "//") + "\n",
                 {Quoting::Cpp, "      {", ", ", "},\n", "environment(\"@{variable}\")", "s"});
}

}  // namespace dds::api::samples
