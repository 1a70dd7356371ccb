// Records to JSON and back by one list of fields each: `Fields<Record>::visit(archive, record)`
// names every field once, and a writer or a reader visits. Reading is strict: the first field that
// is missing or of another type is the problem, named by its path, and nothing is guessed.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/time.h"

namespace dds::emulator {

template <class Record>
struct Fields;

class Writer {
 public:
  template <class Value>
  void operator()(const char* name, const Value& value) {
    object[name] = encode(value);
  }
  /// A field that older documents lack: it is left out while it is empty.
  void where_given(const char* name, const std::string& text) {
    if (!text.empty()) object[name] = text;
  }

  template <class Record>
  [[nodiscard]] static nlohmann::json encode(const Record& record) {
    Writer writer;
    Fields<Record>::visit(writer, record);
    return std::move(writer.object);
  }
  static nlohmann::json encode(const std::string& text) { return text; }
  static nlohmann::json encode(bool value) { return value; }
  static nlohmann::json encode(std::int32_t value) { return value; }
  static nlohmann::json encode(std::uint32_t value) { return value; }
  static nlohmann::json encode(std::int64_t value) { return value; }
  static nlohmann::json encode(std::uint64_t value) { return value; }
  static nlohmann::json encode(Milliseconds value) { return std::int64_t{value.count()}; }
  static nlohmann::json encode(Instant value) { return encode(value.time_since_epoch()); }
  template <class Value>
  static nlohmann::json encode(const std::optional<Value>& value) {
    return value ? encode(*value) : nlohmann::json(nullptr);
  }
  template <class Value>
  static nlohmann::json encode(const std::vector<Value>& list) {
    nlohmann::json array = nlohmann::json::array();
    for (const Value& value : list) array.push_back(encode(value));
    return array;
  }

  nlohmann::json object = nlohmann::json::object();
};

class Reader {
 public:
  /// `object` must outlive the reader. `path` is where it stands in the document.
  Reader(const nlohmann::json& object, std::string path)
      : object_(object), path_(std::move(path)) {}

  template <class Value>
  void operator()(const char* name, Value& value) {
    if (!problem.empty()) return;
    const std::string path = path_ + "." + name;
    const auto member = object_.find(name);
    if (!object_.is_object() || member == object_.end()) {
      problem = path + " is missing";
      return;
    }
    decode(*member, value, path);
  }
  void where_given(const char* name, std::string& text) {
    text.clear();
    if (object_.is_object() && object_.contains(name)) (*this)(name, text);
  }

  /// "state.account.instances[3].sets[2].size is no whole number"; "" while all is well.
  std::string problem;

 private:
  template <class Record>
  void decode(const nlohmann::json& in, Record& record, const std::string& path) {
    if (!in.is_object()) return fail(path, "an object");
    Reader reader(in, path);
    Fields<Record>::visit(reader, record);
    problem = std::move(reader.problem);
  }
  void decode(const nlohmann::json& in, std::string& text, const std::string& path) {
    if (!in.is_string()) return fail(path, "a text");
    text = in.get_ref<const std::string&>();
  }
  void decode(const nlohmann::json& in, bool& value, const std::string& path) {
    if (!in.is_boolean()) return fail(path, "true or false");
    value = in.get<bool>();
  }
  void decode(const nlohmann::json& in, std::int32_t& value, const std::string& path) {
    decode_number(in, value, path);
  }
  void decode(const nlohmann::json& in, std::uint32_t& value, const std::string& path) {
    decode_number(in, value, path);
  }
  void decode(const nlohmann::json& in, std::int64_t& value, const std::string& path) {
    decode_number(in, value, path);
  }
  void decode(const nlohmann::json& in, std::uint64_t& value, const std::string& path) {
    if (!in.is_number_unsigned()) return fail(path, "a whole number from 0");
    value = in.get<std::uint64_t>();
  }
  void decode(const nlohmann::json& in, Milliseconds& value, const std::string& path) {
    std::int64_t count = 0;
    decode_number(in, count, path);
    value = Milliseconds(count);
  }
  void decode(const nlohmann::json& in, Instant& value, const std::string& path) {
    std::int64_t count = 0;
    decode_number(in, count, path);
    const Instant instant{Milliseconds(count)};
    if (instant < Instant{} || instant > forever()) return fail(path, "an instant");
    value = instant;
  }
  template <class Value>
  void decode(const nlohmann::json& in, std::optional<Value>& value, const std::string& path) {
    value.reset();
    if (!in.is_null()) decode(in, value.emplace(), path);
  }
  template <class Value>
  void decode(const nlohmann::json& in, std::vector<Value>& list, const std::string& path) {
    if (!in.is_array()) return fail(path, "a list");
    list.clear();
    list.reserve(in.size());
    for (const nlohmann::json& entry : in) {
      Value value{};
      decode(entry, value, path + "[" + std::to_string(list.size()) + "]");
      if (!problem.empty()) return;
      list.push_back(std::move(value));
    }
  }

  template <class Number>
  void decode_number(const nlohmann::json& in, Number& value, const std::string& path) {
    constexpr auto kLeast = static_cast<std::int64_t>(std::numeric_limits<Number>::min());
    constexpr auto kMost = static_cast<std::int64_t>(std::numeric_limits<Number>::max());
    const bool whole =
        in.is_number_integer() &&
        (!in.is_number_unsigned() || in.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMost));
    if (!whole || in.get<std::int64_t>() < kLeast || in.get<std::int64_t>() > kMost)
      return fail(path, "a whole number in range");
    value = static_cast<Number>(in.get<std::int64_t>());
  }

  void fail(const std::string& path, std::string_view wanted) {
    if (problem.empty()) problem = path + " is not " + std::string(wanted);
  }

  const nlohmann::json& object_;
  std::string path_;
};

}  // namespace dds::emulator
