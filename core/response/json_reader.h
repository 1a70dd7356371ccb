// Reads JSON (RFC 8259) for the builder, one pass over bytes that are in memory.
//
// The library's reader takes its text byte by byte through an adapter and copies each byte twice:
// more than half of the time that 10,000 backup sets took (tests/bench/core_bench.cpp). Both read
// the same texts as the same values, which tests/core/response/json_reader_test.cpp and
// tests/fuzz/response_fuzz.cpp hold against each other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/response/json_builder.h"

namespace dds::response {

class JsonReader {
 public:
  /// Both outlive the reader.
  JsonReader(std::string_view text, JsonBuilder& builder)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), builder_(builder) {}

  /// One value with nothing but blanks around it. False: see the builder's `stop()`; when that says
  /// None, the text is wrong at `position()`, or ends too early when that is its size.
  /// UTF-8 is checked in strings; elsewhere anything beyond ASCII is wrong anyway.
  bool read();

  [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  bool value();
  bool after_value(bool& another);
  bool member_name();
  bool string(std::string& out);
  bool escape(std::string& out);
  bool code_unit(unsigned& unit);
  bool number();
  bool floating(const char* first);
  bool whole(const char* first);
  bool word(std::string_view expected);
  bool skip_digits();
  void skip_blanks();
  bool skip(char expected);
  [[nodiscard]] bool next_is(char c) const { return at_ != end_ && *at_ == c; }

  const char* begin_;
  const char* at_;
  const char* end_;
  JsonBuilder& builder_;
};

}  // namespace dds::response
