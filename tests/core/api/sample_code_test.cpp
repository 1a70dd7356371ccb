// Samples: one golden file a language (tests/vectors/samples), hostile values read back as each
// language would read them, and no secret anywhere.
#include "core/api/sample_code.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "core/api/catalogue.h"
#include "core/api/flat_parameters.h"
#include "core/api/sample_parts.h"

using namespace dds;
using api::Language;
using api::samples::Quoting;

namespace {

constexpr const char* kHostile =
    "库存 \"a\" 'b' $HOME `id` ${x} %{y} $(id) \\n \\u0022 @{url} ?> */ \n\t\x01\x7f\u200b\u2028 "
    "\xF0\x9F\x98\x80\\";

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string read_golden(std::string_view name) {
  std::ifstream stream(std::string(DDS_TEST_DATA) + "/samples/" + std::string(name) + ".txt",
                       std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// What the golden files were made from, by `dds sample`.
api::Call golden_call(Language language) {
  if (language == Language::Terraform) {
    return {"CreateShardingDBInstance",
            {{"EngineVersion", "4.4"},
             {"Mongos.1.Class", "dds.mongos.mid"},
             {"Mongos.2.Class", "dds.mongos.mid"},
             {"ReplicaSet.1.Class", "dds.shard.mid"},
             {"ReplicaSet.1.Storage", "10"},
             {"ConfigServer.1.Class", "dds.cs.mid"},
             {"ConfigServer.1.Storage", "20"},
             {"AccountPassword", "-"},
             {"SecurityIPList", "10.0.0.1,10.0.0.2"},
             {"DBInstanceDescription", "a ${b} \"c\""},
             {"Tag.1.Key", "team"},
             {"Tag.1.Value", "orders"},
             {"ClientToken", "once"},
             {"RegionId", "cn-beijing"}}};
  }
  return {"CreateDBInstance",
          {{"DBInstanceClass", "dds.mongo.mid"},
           {"DBInstanceStorage", "10"},
           {"EngineVersion", "4.4"},
           {"AccountPassword", "-"},
           {"Encrypted", "true"},
           {"DBInstanceDescription", "it's a \"$b\" \\"},
           {"Tag.1.Key", "team"},
           {"Tag.1.Value", "orders"},
           {"RegionId", "cn-beijing"}}};
}

std::string sample(Language language, const api::Call& call, const std::string& endpoint = {}) {
  const Result<std::string> text = api::sample_code(language, call, {"cn-beijing", endpoint});
  REQUIRE(text.ok());
  return *text;
}

api::Call with_description(const std::string& text) {
  return {"DescribeDBInstances", {{"DBInstanceDescription", text}}};
}

// The message of the refusal, which must be one sentence; "" when it was not refused.
std::string refusal(Language language, const api::Call& call,
                    const api::SampleTarget& target = {}) {
  const Result<std::string> text = api::sample_code(language, call, target);
  if (text) return {};
  CHECK(text.error().message.ends_with("."));
  CHECK_FALSE(has(text.error().message, "\n"));
  return text.error().message;
}

// What a POSIX shell makes of one word of single-quoted parts.
std::string shell_reads(std::string_view word) {
  std::string text;
  bool quoted = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\'') {
      quoted = !quoted;
    } else if (!quoted && word[i] == '\\') {
      text += word[++i];
    } else {
      if (!quoted) CHECK_FALSE(has(" $`\"\n;&|*?~#()<>", word.substr(i, 1)));
      text += word[i];
    }
  }
  CHECK_FALSE(quoted);
  return text;
}

}  // namespace

TEST_CASE("each language's sample is its golden file") {
  for (const api::LanguageFacts& known : api::languages()) {
    CAPTURE(known.name);
    const std::string golden = read_golden(known.name);
    CHECK_FALSE(golden.empty());
    CHECK(sample(known.language, golden_call(known.language)) == golden);
  }
}

TEST_CASE("languages are found by their names, usual other names, and after typing errors named") {
  for (const api::LanguageFacts& known : api::languages()) {
    const Result<Language> language = api::parse_language(known.name);
    REQUIRE(language.ok());
    CHECK(*language == known.language);
    CHECK(api::name(*language) == known.name);
    CHECK(api::file_ending(*language) == known.ending);
    CHECK_FALSE(known.ending.empty());
  }
  CHECK(*api::parse_language("C#") == Language::CSharp);
  CHECK(*api::parse_language("JS") == Language::Node);
  CHECK(*api::parse_language("PYTHON") == Language::Python);
  CHECK(has(api::parse_language("pyhton").error().message, "did you mean python?"));
  CHECK(has(api::parse_language("cobol").error().message, "python-standard"));
}

TEST_CASE("no value of a password is in any sample, and its variable is") {
  const std::string secret = "S3cr3t-of-mine";
  const api::Call call{"CreateAccount",
                       {{"DBInstanceId", "dds-bp1a7f3c9d2e5b81"},
                        {"AccountName", "admin1"},
                        {"AccountPassword", secret}}};
  for (const api::LanguageFacts& known : api::languages()) {
    CAPTURE(known.name);
    const std::string text = sample(known.language, call);
    CHECK_FALSE(has(text, secret));
    CHECK(has(text, "DDS_ACCOUNT_PASSWORD"));
    CHECK(has(text, "ALIBABA_CLOUD_ACCESS_KEY_ID"));
    CHECK(has(text, "admin1"));
  }
  // Without the catalogue's help as well.
  const api::Call unlisted{"BrandNewAction", {{"Users.1.NewPassword", secret}}};
  const std::string text = sample(Language::Node, unlisted);
  CHECK_FALSE(has(text, secret));
  CHECK(has(text, "process.env.DDS_USERS_1_NEW_PASSWORD"));
}

TEST_CASE("a password's variable is its parameter's name in words") {
  CHECK(api::samples::variable_for("AccountPassword") == "DDS_ACCOUNT_PASSWORD");
  CHECK(api::samples::variable_for("DBAccountPassword") == "DDS_DB_ACCOUNT_PASSWORD");
  CHECK(api::samples::variable_for("Tag.1.MyPassword") == "DDS_TAG_1_MY_PASSWORD");
}

TEST_CASE("a shell reads a hostile value back as it is") {
  CHECK(shell_reads(api::samples::shell_word(kHostile)) == kHostile);
  CHECK(api::samples::shell_word("") == "''");
  CHECK(api::samples::shell_word("dds-bp1") == "dds-bp1");
  CHECK(api::samples::shell_word("~root") == "'~root'");
  CHECK(has(sample(Language::Dds, with_description("--x")), "--DBInstanceDescription=--x"));
  CHECK(has(sample(Language::Dds, with_description("")), "--DBInstanceDescription=''"));
}

TEST_CASE("hostile values are quoted as each language reads them") {
  using api::samples::quoted;
  const std::string text = "\"\\ $x ${y} %{z} \n\x01\u200b\u0085ü";
  CHECK(quoted(Quoting::Python, text) == R"("\"\\ $x ${y} %{z} \n\u0001\u200b\u0085ü")");
  CHECK(quoted(Quoting::JavaScript, text) == R"("\"\\ $x ${y} %{z} \n\u0001\u200b\u0085ü")");
  CHECK(quoted(Quoting::Go, text) == R"("\"\\ $x ${y} %{z} \n\u0001\u200b\u0085ü")");
  CHECK(quoted(Quoting::CSharp, text) == R"("\"\\ $x ${y} %{z} \n\u0001\u200b\u0085ü")");
  CHECK(quoted(Quoting::Java, text) == R"("\"\\ $x ${y} %{z} \n\001\u200b\u0085ü")");
  CHECK(quoted(Quoting::Cpp, text) == R"("\"\\ $x ${y} %{z} \n\001\u200b\302\205ü")");
  CHECK(quoted(Quoting::Php, text) == R"("\"\\ \$x \${y} %{z} \n\u{0001}\u{200b}\u{0085}ü")");
  CHECK(quoted(Quoting::Terraform, text) == R"("\"\\ $x $${y} %%{z} \n\u0001\u200b\u0085ü")");
}

TEST_CASE("a hostile value stays in its place in every sample") {
  for (const api::LanguageFacts& known : api::languages()) {
    if (known.language == Language::Terraform) continue;
    CAPTURE(known.name);
    const std::string text = sample(known.language, with_description(kHostile));
    CHECK(has(text, "@{url}"));  // a value's own gap is not filled
    CHECK(has(text, "\xF0\x9F\x98\x80"));
    const std::string plain = sample(known.language, with_description("x"));
    const bool shell = api::file_ending(known.language) == "sh";
    const auto lines = [](const std::string& all) {
      return std::count(all.begin(), all.end(), '\n');
    };
    CHECK(lines(text) == lines(plain) + (shell ? 1 : 0));  // only a shell's word spans lines
  }
}

TEST_CASE("every action's example has a sample in every language that takes any call") {
  for (const api::Action& action : api::catalogue().actions()) {
    const api::Call call{std::string(action.name), api::example_parameters(action)};
    for (const api::LanguageFacts& known : api::languages()) {
      if (known.language == Language::Terraform) continue;
      CAPTURE(action.name);
      CAPTURE(known.name);
      const Result<std::string> text = api::sample_code(known.language, call, {});
      REQUIRE(text.ok());
      CHECK(has(*text, action.name));
      CHECK(text->ends_with("\n"));
    }
  }
}

TEST_CASE("the curl script adds the parameters in the order in which they are signed") {
  const std::string text =
      sample(Language::Curl,
             {"DescribeDBInstances", {{"Tag.1.Value", "v"}, {"Tag.1.Key", "k"}, {"A", "1"}}});
  std::size_t last = 0;
  for (const char* name :
       {"add A ", "add AccessKeyId ", "add Action ", "add Format ", "add SecurityToken ",
        "add SignatureMethod ", "add SignatureNonce ", "add SignatureVersion ", "add Tag.1.Key ",
        "add Tag.1.Value ", "add Timestamp ", "add Version "}) {
    CAPTURE(name);
    const std::size_t at = text.find(name);
    REQUIRE(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
}

TEST_CASE("the secret of the AccessKey is no argument of a program in the curl script") {
  const std::string text = sample(Language::Curl, {"DescribeRegions", {}});
  CHECK_FALSE(has(text, "-hmac"));
  CHECK_FALSE(has(text, "macopt"));
  for (std::size_t at = text.find("$ALIBABA_CLOUD_ACCESS_KEY_SECRET"); at != std::string::npos;
       at = text.find("$ALIBABA_CLOUD_ACCESS_KEY_SECRET", at + 1)) {
    const std::size_t line = text.rfind('\n', at) + 1;
    // printf and : are built into the shell
    CHECK(has(text.substr(line, at - line), "printf '%s&' \""));
  }
}

TEST_CASE("Terraform is refused for an action without a resource, in one sentence") {
  const std::string message = refusal(Language::Terraform, {"DescribeRegions", {}});
  CHECK(message.starts_with("Terraform has no resource for DescribeRegions;"));
  CHECK(has(message, "CreateDBInstance"));
}

TEST_CASE("Terraform puts a backup policy into the resource of its kind of instance") {
  const api::Call call{"ModifyBackupPolicy",
                       {{"DBInstanceId", "dds-x"},
                        {"InstanceType", "sharding"},
                        {"PreferredBackupPeriod", "Monday,Friday"},
                        {"BackupRetentionPeriod", "30"},
                        {"CrossBackupType", "update"}}};
  const std::string text = sample(Language::Terraform, call);
  CHECK(has(text, "resource \"alicloud_mongodb_sharding_instance\" \"example\""));
  CHECK(has(text, "backup_period = [\"Monday\", \"Friday\"]"));
  CHECK(has(text, "backup_retention_period = 30\n"));
  CHECK(has(text, "Terraform has no argument for CrossBackupType."));
  CHECK(has(text, "id = \"dds-x\""));
}

TEST_CASE("what cannot be written is refused in one sentence") {
  const api::Call nul = with_description(std::string("a\0b", 3));
  CHECK(has(refusal(Language::Curl, nul), "NUL"));
  CHECK(has(refusal(Language::Dds, nul), "NUL"));
  CHECK(has(sample(Language::PythonStandard, nul), "a\\u0000b"));
  CHECK(has(refusal(Language::Go, {"DescribeRegions", {}}, {"cn-beijing", "https://a.b/emulator/"}),
            "takes a host as the endpoint"));
  CHECK(has(sample(Language::Curl, {"DescribeRegions", {}}, "https://a.b/emulator/"),
            "https://a.b/emulator/\n"));
  CHECK_FALSE(refusal(Language::Curl, {"Describe Regions", {}}).empty());
  CHECK_FALSE(refusal(Language::Curl, {"DescribeRegions", {{"Signature", "x"}}}).empty());
  CHECK_FALSE(refusal(Language::Curl, {"DescribeRegions", {}}, {"cn beijing", ""}).empty());
  CHECK_FALSE(refusal(Language::Curl, {"DescribeRegions", {}}, {"cn-beijing", "a b"}).empty());
  CHECK(has(refusal(Language::TypeScript, {"DescribeRegions", {{"Brand", "new"}}}), "node"));
}

TEST_CASE("a sample that the tests do not run says so") {
  for (const api::LanguageFacts& known : api::languages()) {
    CAPTURE(known.name);
    const std::string text = sample(known.language, golden_call(known.language));
    CHECK(has(text, "Untested: ") == !known.tried);
  }
}

TEST_CASE("the endpoint is the region's, or the one that was given, with its scheme and port") {
  const api::Call call{"DescribeRegions", {}};
  CHECK(has(sample(Language::Python, call), "endpoint=\"mongodb.aliyuncs.com\""));
  CHECK(has(sample(Language::Python, call, "http://127.0.0.1:8621"),
            "endpoint=\"127.0.0.1:8621\",\n    protocol=\"HTTP\""));
  CHECK(has(sample(Language::Dds, call, "http://127.0.0.1:8621"),
            "--endpoint http://127.0.0.1:8621/"));
  CHECK_FALSE(has(sample(Language::Dds, call), "--endpoint"));
}

TEST_CASE("a scheme that was chosen is passed on, or it is said that RPC v1 is written out") {
  const api::Call call{"DescribeRegions", {}};
  const auto with = [&](Language language, const char* scheme, api::Format format) {
    const auto text =
        api::sample_code(language, {call.action, {}, format}, {"cn-beijing", "", scheme});
    REQUIRE(text.ok());
    return *text;
  };
  using api::Format;
  CHECK(has(with(Language::Dds, "acs3", Format::Json), "--scheme acs3"));
  CHECK(has(with(Language::Dds, "rpc-v1", Format::Xml), "--scheme rpc-v1"));
  CHECK_FALSE(has(with(Language::Dds, "acs3", Format::Xml), "--scheme"));
  CHECK_FALSE(has(with(Language::Dds, "", Format::Json), "--scheme"));
  for (const Language language : {Language::Curl, Language::PythonStandard, Language::Cpp}) {
    CHECK(has(with(language, "acs3", Format::Json), "Signed with RPC v1"));
    CHECK_FALSE(has(with(language, "rpc-v1", Format::Json), "Signed with RPC v1"));
    CHECK_FALSE(has(with(language, "", Format::Json), "Signed with RPC v1"));
  }
}

TEST_CASE("an action that is taken by GET alone is sent so") {
  const api::Call get{"DescribeGlobalSecurityIPGroup", {{"RegionId", "cn-beijing"}}};
  const std::string curl = sample(Language::Curl, get);
  CHECK(has(curl, "\"GET&%2F&"));
  CHECK(has(curl, "--get --data-binary"));
  const std::string python = sample(Language::PythonStandard, get);
  CHECK(has(python, "\"GET&%2F&\""));
  CHECK(has(python, " + \"?\" + joined(parameters), method=\"GET\")"));
  const std::string cpp = sample(Language::Cpp, get);
  CHECK(has(cpp, "\"GET&%2F&\""));
  CHECK(has(cpp, "\"?\" + joined(parameters);"));
  CHECK_FALSE(has(cpp, "POSTFIELDS"));
  for (const Language language : {Language::Python, Language::Node, Language::Php, Language::Java,
                                  Language::Go, Language::CSharp}) {
    CAPTURE(api::name(language));
    CHECK_FALSE(has(sample(language, get), "POST"));
  }
}
