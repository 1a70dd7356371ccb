// What the samples of all languages are made from: the call without its secrets, texts with gaps,
// and quoting. For sample_*.cpp alone.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/catalogue.h"
#include "core/api/endpoint.h"
#include "core/api/sample_code.h"

namespace dds::api::samples {

struct Value {
  std::string name;      // flat: DBInstanceId, Tag.1.Key
  std::string text;      // empty for a secret
  std::string variable;  // of a secret: the environment variable that holds it; else empty

  [[nodiscard]] bool secret() const { return !variable.empty(); }
};

struct Sample {
  std::string action;
  const Action* listed = nullptr;  // in the catalogue; nullptr when it is not
  bool fully_listed = false;       // the action and every parameter
  std::vector<Value> values;       // in the order of the call
  std::string format;              // JSON or XML
  std::string region;
  Endpoint endpoint;
  bool default_endpoint = false;  // the region's public host
  std::string scheme;             // "acs3", "rpc-v1" or empty

  [[nodiscard]] std::string url() const { return endpoint.url(); }
  /// host or host:port
  [[nodiscard]] std::string authority() const;
  /// POST, where the action takes it.
  [[nodiscard]] bool by_get() const { return listed && listed->methods == Methods::GetOnly; }
  [[nodiscard]] std::string_view method() const { return by_get() ? "GET" : "POST"; }
};

/// DDS_ACCOUNT_PASSWORD for AccountPassword.
[[nodiscard]] std::string variable_for(std::string_view flat_name);

struct Filling {
  std::string_view gap;
  std::string_view text;
};
/// The text with each @{gap} filled. What is filled in is not looked at again.
[[nodiscard]] std::string fill(std::string_view text, std::initializer_list<Filling> fillings);

/// "CreateBackup of ApsaraDB for MongoDB (Dds 2015-12-01)" and what stands in every sample's head:
/// lines without a comment's mark. `untried` adds that nobody ran it.
[[nodiscard]] std::string head(const Sample& sample, std::string_view mark,
                               std::string_view needs = {}, bool untried = false);

/// The line that says so, where ACS3 was wanted and the sample has RPC v1 written out; else empty.
[[nodiscard]] std::string rpc_remark(const Sample& sample, std::string_view mark);

/// How a text is written between double quotes.
enum class Quoting {
  Python,
  JavaScript,
  Java,
  Go,
  CSharp,
  Php,
  Cpp,
  Terraform,
};
[[nodiscard]] std::string quoted(Quoting quoting, std::string_view text);
/// A word of a POSIX shell.
[[nodiscard]] std::string shell_word(std::string_view text);

/// A line for each value: `before` name `between` value `after`, where a secret's value is `secret`
/// with its gap @{variable} filled. `quoting` also quotes the names.
struct LineForm {
  Quoting quoting = Quoting::Python;
  std::string_view before;
  std::string_view between;
  std::string_view after;
  std::string_view secret;
  std::string_view suffix = {};  // of a quoted value
};
[[nodiscard]] std::string value_lines(const Sample& sample, const LineForm& form);

[[nodiscard]] Result<std::string> curl(const Sample& sample);
[[nodiscard]] Result<std::string> dds_command(const Sample& sample);
[[nodiscard]] Result<std::string> aliyun_cli(const Sample& sample);
[[nodiscard]] Result<std::string> python(const Sample& sample);
[[nodiscard]] Result<std::string> python_standard(const Sample& sample);
[[nodiscard]] Result<std::string> node(const Sample& sample);
[[nodiscard]] Result<std::string> type_script(const Sample& sample);
[[nodiscard]] Result<std::string> php(const Sample& sample);
[[nodiscard]] Result<std::string> java(const Sample& sample);
[[nodiscard]] Result<std::string> go(const Sample& sample);
[[nodiscard]] Result<std::string> c_sharp(const Sample& sample);
[[nodiscard]] Result<std::string> cpp(const Sample& sample);
[[nodiscard]] Result<std::string> terraform(const Sample& sample);

}  // namespace dds::api::samples
