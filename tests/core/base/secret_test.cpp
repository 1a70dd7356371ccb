// A secret leaves nothing behind and cannot be printed.
#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <new>
#include <ostream>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/secret.h"

using namespace dds;

namespace {

template <class T, class = void>
struct Streams : std::false_type {};
template <class T>
struct Streams<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

static_assert(Streams<std::string>::value, "the check can find a stream operator");
static_assert(!Streams<Secret>::value, "a secret has no stream operator");
static_assert(!std::is_constructible_v<nlohmann::json, Secret>, "a secret does not become JSON");
static_assert(!std::is_convertible_v<Secret, std::string> &&
              !std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>, "a text becomes a secret only by name");

}  // namespace

TEST_CASE("a secret gives back its bytes, zeros included") {
  const Secret secret(std::string_view("a\0b", 3));
  CHECK(secret.reveal() == std::string_view("a\0b", 3));
  CHECK(secret.size() == 3);
  CHECK_FALSE(secret.empty());
  CHECK(Secret().empty());
  CHECK(Secret("").empty());
}

TEST_CASE("copies are independent and a moved-from secret is empty") {
  Secret first("first");
  Secret copy = first;
  first = Secret("other");
  CHECK(copy.reveal() == "first");
  CHECK(first.reveal() == "other");

  Secret moved = std::move(copy);
  CHECK(moved.reveal() == "first");
  CHECK(copy.empty());  // NOLINT(bugprone-use-after-move): that is the promise
  first = std::move(moved);
  CHECK(first.reveal() == "first");
  CHECK(moved.empty());  // NOLINT(bugprone-use-after-move)

  Secret& self = first;
  first = self;
  CHECK(first.reveal() == "first");
  first = std::move(self);
  CHECK(first.reveal() == "first");
}

TEST_CASE("wiping overwrites every byte") {
  std::array<char, 64> bytes{};
  bytes.fill('s');
  wipe_memory(bytes.data() + 1, bytes.size() - 2);
  CHECK(bytes.front() == 's');
  CHECK(bytes.back() == 's');
  for (std::size_t i = 1; i + 1 < bytes.size(); ++i) CHECK(bytes[i] == 0);
  wipe_memory(nullptr, 0);
}

TEST_CASE("wiping a text also reaches what an earlier, longer value left behind its end") {
  std::string text = "a very long secret that does not fit into the object itself";
  const std::size_t capacity = text.capacity();
  text.resize(3);
  const char* buffer = text.data();
  wipe_text(text);
  CHECK(text.empty());
  CHECK(text.capacity() >= capacity);
  CHECK(text.data() == buffer);
  // The buffer is still the string's own up to its capacity; resizing would write zeros by itself.
  std::size_t left = 0;
  for (std::size_t i = 0; i < capacity; ++i) left += buffer[i] != 0 ? 1U : 0U;
  CHECK(left == 0);
}

TEST_CASE("a key ID is shortened so that it can be recognised and not used") {
  CHECK(shorten_key_id("LTAI5tQ3abcdefgh9f") ==
        "LTAI\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"
        "9f");
  CHECK(shorten_key_id("testid") == "testid");
  CHECK(shorten_key_id("").empty());
}
