// "Did you mean ...?"
#include "core/base/suggest.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace dds;

TEST_CASE("a typing error finds its word, another word does not") {
  constexpr std::array<std::string_view, 3> kWords{"backup", "serve", "emulator"};
  CHECK(nearest("bakcup", kWords) == "backup");
  CHECK(nearest("serv", kWords) == "serve");
  CHECK(nearest("Emulator", kWords) == "emulator");
  CHECK(nearest("restore", kWords).empty());
  CHECK(nearest("", kWords).empty());
  CHECK(edit_distance("abc", "acb") == 1);
  CHECK(edit_distance("", "abc") == 3);
}

TEST_CASE("what does harm is suggested only to who typed its harmful part") {
  constexpr std::array<KnownWord, 4> kWords{{{"delete-backup", "delete"},
                                             {"create-backups"},
                                             {"--insecure", "insec"},
                                             {"--yes-pay", "yes"}}};
  CHECK(nearest("delete-bakcup", kWords) == "delete-backup");
  CHECK(nearest("Delete-Backups", kWords) == "delete-backup");
  CHECK(nearest("delet-backup", kWords).empty());
  CHECK(nearest("create-backup", kWords) == "create-backups");
  CHECK(nearest("--secure", kWords).empty());
  CHECK(nearest("--insecur", kWords) == "--insecure");
  CHECK(nearest("--es-pay", kWords).empty());
  CHECK(nearest("--yes-pya", kWords) == "--yes-pay");
}

TEST_CASE("no word with a letter wrong in the harmful part leads to it") {
  constexpr std::array<KnownWord, 1> kWords{{{"delete-backup", "delete"}}};
  const std::string whole = "delete-backup";
  for (std::size_t at = 0; at < 6; ++at) {
    for (char c = 'a'; c <= 'z'; ++c) {
      std::string word = whole;
      if (word[at] == c) continue;
      word[at] = c;
      CAPTURE(word);
      CHECK(nearest(word, kWords).empty());
    }
  }
}
