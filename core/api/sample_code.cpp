#include "core/api/sample_code.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/api/sample_parts.h"
#include "core/base/ascii.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"

namespace dds::api {
namespace {

using samples::Sample;

constexpr std::array<LanguageFacts, 13> kLanguages{{
    {Language::Curl, "curl", "curl (POSIX shell, openssl)", "sh", true},
    {Language::Dds, "dds", "dds command line", "sh", true},
    {Language::AliyunCli, "aliyun-cli", "Alibaba Cloud CLI", "sh", false},
    {Language::Python, "python", "Python, official SDK", "py", false},
    {Language::PythonStandard, "python-standard", "Python, standard library", "py", true},
    {Language::Java, "java", "Java, official SDK", "java", false},
    {Language::Go, "go", "Go, official SDK", "go", false},
    {Language::TypeScript, "typescript", "TypeScript, official SDK", "ts", false},
    {Language::Node, "node", "Node.js, official SDK", "mjs", true},
    {Language::CSharp, "csharp", "C#, official SDK", "cs", false},
    {Language::Php, "php", "PHP, official SDK", "php", false},
    {Language::Cpp, "cpp", "C++, libcurl and OpenSSL", "cpp", true},
    {Language::Terraform, "terraform", "Terraform", "tf", false},
}};

struct Alias {
  std::string_view alias;
  Language language;
};
constexpr std::array<Alias, 9> kAliases{{{"sh", Language::Curl},
                                         {"shell", Language::Curl},
                                         {"aliyun", Language::AliyunCli},
                                         {"ts", Language::TypeScript},
                                         {"js", Language::Node},
                                         {"javascript", Language::Node},
                                         {"c#", Language::CSharp},
                                         {"c++", Language::Cpp},
                                         {"tf", Language::Terraform}}};

std::string_view last_part(std::string_view flat_name) {
  return flat_name.substr(flat_name.rfind('.') + 1);  // all of it without a dot
}

bool is_secret_name(std::string_view flat_name) {
  Field field;
  field.name = last_part(flat_name);
  return is_secret(field);
}

std::vector<samples::Value> without_secrets(const Parameters& parameters) {
  std::vector<samples::Value> values;
  values.reserve(parameters.size());
  for (const Parameter& given : parameters) {
    if (is_secret_name(given.name)) {
      values.push_back({given.name, {}, samples::variable_for(given.name)});
    } else {
      values.push_back({given.name, given.value, {}});
    }
  }
  return values;
}

Result<Sample> read(const Call& call, const SampleTarget& target) {
  if (const Status problem = validate(call)) return *problem;
  Result<std::string> host = public_host(target.region_id);
  if (!host) return host.error();
  Sample sample;
  sample.default_endpoint = target.endpoint.empty();
  Result<Endpoint> endpoint =
      parse_endpoint(sample.default_endpoint ? *host : target.endpoint, true);
  if (!endpoint) return endpoint.error();
  sample.endpoint = std::move(*endpoint);
  sample.action = call.action;
  sample.format = call.format == Format::Json ? "JSON" : "XML";
  sample.region = target.region_id;
  sample.scheme = target.scheme;
  sample.values = without_secrets(call.parameters);
  sample.listed = catalogue().find(call.action);
  sample.fully_listed =
      sample.listed != nullptr &&
      std::all_of(call.parameters.begin(), call.parameters.end(), [&](const Parameter& given) {
        return parameter(*sample.listed, given.name) != nullptr;
      });
  return sample;
}

bool takes_a_path(Language language) {
  constexpr std::array<Language, 4> kUrls{Language::Curl, Language::Dds, Language::PythonStandard,
                                          Language::Cpp};
  return std::find(kUrls.begin(), kUrls.end(), language) != kUrls.end();
}

Result<std::string> write(Language language, const Sample& sample) {
  switch (language) {
    case Language::Curl: return samples::curl(sample);
    case Language::Dds: return samples::dds_command(sample);
    case Language::AliyunCli: return samples::aliyun_cli(sample);
    case Language::Python: return samples::python(sample);
    case Language::PythonStandard: return samples::python_standard(sample);
    case Language::Java: return samples::java(sample);
    case Language::Go: return samples::go(sample);
    case Language::TypeScript: return samples::type_script(sample);
    case Language::Node: return samples::node(sample);
    case Language::CSharp: return samples::c_sharp(sample);
    case Language::Php: return samples::php(sample);
    case Language::Cpp: return samples::cpp(sample);
    case Language::Terraform: return samples::terraform(sample);
  }
  return std::string();
}

}  // namespace

std::span<const LanguageFacts> languages() {
  return kLanguages;
}

const LanguageFacts& facts(Language language) {
  return kLanguages[static_cast<std::size_t>(language)];
}

std::string_view name(Language language) {
  return facts(language).name;
}

std::string_view file_ending(Language language) {
  return facts(language).ending;
}

Result<Language> parse_language(std::string_view text) {
  const std::string word = lower(text);
  std::vector<std::string_view> names;
  std::string all;
  for (const LanguageFacts& known : kLanguages) {
    if (known.name == word) return known.language;
    names.push_back(known.name);
    all += (all.empty() ? "" : ", ") + std::string(known.name);
  }
  for (const Alias& known : kAliases) {
    if (known.alias == word) return known.language;
  }
  const std::string_view near = nearest(word, names);
  std::string sentence = "There are no samples in \"" + one_line(text) + "\"";
  sentence +=
      near.empty() ? "; there are " + all + "." : "; did you mean " + std::string(near) + "?";
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), "language");
}

Result<std::string> sample_code(Language language, const Call& call, const SampleTarget& target) {
  const Result<Sample> sample = read(call, target);
  if (!sample) return sample.error();
  if (sample->endpoint.path != "/" && !takes_a_path(language)) {
    return make_error(ErrorCode::InvalidEndpoint,
                      std::string(facts(language).title) + " takes a host as the endpoint, not " +
                          sample->url() + " with its path; curl, dds, python-standard and cpp do.",
                      "endpoint");
  }
  return write(language, *sample);
}

}  // namespace dds::api
