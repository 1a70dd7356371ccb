#include <utility>
#include <vector>

#include "core/base/utf8.h"
#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::response {
namespace {

using nlohmann::json;

bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Builds the value while the text is read. The library's own builder has no bound on depth.
class Builder {
 public:
  using string_t = json::string_t;
  using binary_t = json::binary_t;
  enum class Stop { None, TooDeep, TooMany, Syntax };

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  bool number_integer(json::number_integer_t value) { return add(value) != nullptr; }
  bool number_unsigned(json::number_unsigned_t value) { return add(value) != nullptr; }
  bool number_float(json::number_float_t value, const string_t& text) {
    // A whole number that arrives here has more than 64 bits: an id would lose its last digits.
    return is_whole_number(text) ? add(text) != nullptr : add(value) != nullptr;
  }
  bool string(string_t& value) { return add(std::move(value)) != nullptr; }
  bool binary(binary_t&) { return false; }  // only binary formats have it
  bool start_object(std::size_t) { return open(json::value_t::object); }
  bool start_array(std::size_t) { return open(json::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(string_t& name) {
    place_ = &(*parents_.back())[std::move(name)];
    return true;
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    stop_ = Stop::Syntax;
    position_ = position;
    return false;
  }

  [[nodiscard]] Stop stop() const { return stop_; }
  [[nodiscard]] std::size_t position() const { return position_; }  // of the syntax error, from 1
  [[nodiscard]] json take() { return std::move(root_); }

 private:
  template <class Value>
  json* add(Value&& value) {
    if (++count_ > kMaxValues) {
      stop_ = Stop::TooMany;
      return nullptr;
    }
    if (parents_.empty()) {
      root_ = json(std::forward<Value>(value));
      return &root_;
    }
    json& parent = *parents_.back();
    if (parent.is_array()) {
      parent.push_back(json(std::forward<Value>(value)));
      return &parent.back();
    }
    *place_ = json(std::forward<Value>(value));
    return place_;
  }

  bool open(json::value_t type) {
    if (parents_.size() >= static_cast<std::size_t>(kMaxDepth)) {
      stop_ = Stop::TooDeep;
      return false;
    }
    json* value = add(type);
    // Stays valid while it is open: its parent gets no further element before it is closed.
    if (value != nullptr) parents_.push_back(value);
    return value != nullptr;
  }

  bool close() {
    parents_.pop_back();
    return true;
  }

  json root_;
  std::vector<json*> parents_;  // the open objects and arrays
  json* place_ = nullptr;       // of the member whose name was read last
  std::size_t count_ = 0;
  std::size_t position_ = 0;
  Stop stop_ = Stop::None;
};

// Whether what stands at `at` is the beginning of a UTF-8 sequence whose rest was cut off.
bool is_cut_off(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  if (lead < 0xC2 || lead > 0xF4) return false;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (text.size() - at >= length) return false;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return false;
  }
  return true;
}

}  // namespace

Error too_deep() {
  return make_error(ErrorCode::BodyTooDeep,
                    "The answer is nested more than " + std::to_string(kMaxDepth) +
                        " levels deep, which no answer of the service is.",
                    {});
}

Error too_many_values() {
  return make_error(ErrorCode::BodyTooLarge,
                    "The answer holds more than " + std::to_string(kMaxValues) +
                        " values, which no answer of the service does.",
                    {});
}

Status check_utf8(std::string_view body) {
  const std::size_t at = find_invalid_utf8(body);
  if (at == std::string_view::npos) return {};
  return make_error(is_cut_off(body, at) ? ErrorCode::TruncatedBody : ErrorCode::BodyNotUtf8,
                    "byte " + std::to_string(at));
}

Result<json> parse_json(std::string_view body) {
  // The library takes a zero byte for the end of the text.
  if (const std::size_t zero = body.find('\0'); zero != std::string_view::npos) {
    return make_error(ErrorCode::MalformedBody,
                      "The answer holds a zero byte, which JSON does not allow.",
                      "byte " + std::to_string(zero));
  }
  Builder builder;
  if (json::sax_parse(body.begin(), body.end(), &builder)) return builder.take();
  switch (builder.stop()) {
    case Builder::Stop::TooDeep: return too_deep();
    case Builder::Stop::TooMany: return too_many_values();
    case Builder::Stop::None:
    case Builder::Stop::Syntax: break;
  }
  if (Status error = check_utf8(body)) return *error;
  if (builder.position() > body.size()) return make_error(ErrorCode::TruncatedBody);
  return make_error(ErrorCode::MalformedBody, "The answer begins like JSON but is not valid JSON.",
                    "byte " + std::to_string(builder.position() == 0 ? 0 : builder.position() - 1));
}

}  // namespace dds::response
