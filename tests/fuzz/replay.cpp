// A main for the harnesses where there is no libFuzzer, and for the tests: runs every seed, then
// deterministic mutations of them, by number or for a time. The same arguments give the same inputs
// on every machine.
//
// usage: <harness> --runs N | --seconds N  SEED-FILE...
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/harness.h"

namespace {

constexpr std::size_t kLongest = 4096;

// What random bytes would not find by themselves.
constexpr const char* kWords[] = {"Signature=",
                                  "SecurityToken",
                                  "%3D",
                                  "%253D",
                                  "%26",
                                  "%2526",
                                  "\\\"",
                                  "\":\"",
                                  "<![CDATA[",
                                  "]]>",
                                  "</",
                                  "/>",
                                  "<!--",
                                  "-->",
                                  "<?",
                                  "<a>",
                                  "Response>",
                                  "<Error>",
                                  "\"Code\":",
                                  "[[[[",
                                  "{\"a\":",
                                  "://",
                                  "@",
                                  "::1",
                                  "[::1]",
                                  "127.0.0.1",
                                  "..",
                                  "\xE4\xB8\xAD",
                                  "\xF0\x9F\x98",
                                  "\xEF\xBB\xBF",
                                  "1e999",
                                  "-9223372036854775808",
                                  "18446744073709551616",
                                  "\\u0000",
                                  "9999-01-01T00:00:00Z",
                                  "2024-02-29T23:59Z"};

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::size_t below(std::size_t bound) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::size_t>((state_ >> 16U) % bound);
  }

 private:
  std::uint64_t state_;
};

void mutate(std::string& text, const std::vector<std::string>& seeds, Random& random) {
  const std::size_t at = random.below(text.size() + 1);
  const std::size_t length =
      text.empty() ? 0 : random.below(text.size() - (at == text.size() ? 0 : at) + 1);
  switch (random.below(7)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(random.below(256));
      break;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
      break;
    case 2: text.insert(at, kWords[random.below(std::size(kWords))]); break;
    case 3: text.insert(at, 1, static_cast<char>(random.below(256))); break;
    case 4:
      if (at < text.size()) text.erase(at, length);
      break;
    case 5:
      if (at < text.size()) text.insert(random.below(text.size()), text.substr(at, length));
      break;
    default: {
      const std::string& other = seeds[random.below(seeds.size())];
      text = text.substr(0, at) + other.substr(random.below(other.size() + 1));
      break;
    }
  }
  if (text.size() > kLongest) text.resize(kLongest);
}

bool read_file(const char* path, std::string& text) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, file)) > 0;)
    text.append(buffer, size);
  std::fclose(file);
  return true;
}

std::string current;

// The input that broke something, so that it can become a seed.
void show_input() {
  std::fprintf(stderr, "input (%zu bytes, hex): ", current.size());
  for (const char c : current)
    std::fprintf(stderr, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
  std::fprintf(stderr, "\n");
}

void run(const std::string& text) {
  // An own buffer of the exact size: reading one byte too far is then seen by the address
  // sanitizer.
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  const bool by_time = argc > 2 && std::strcmp(argv[1], "--seconds") == 0;
  if (argc < 4 || (!by_time && std::strcmp(argv[1], "--runs") != 0)) {
    std::fprintf(stderr, "usage: %s --runs N | --seconds N SEED-FILE...\n", argv[0]);
    return 2;
  }
  const long limit = std::strtol(argv[2], nullptr, 10);
  std::vector<std::string> seeds;
  for (int i = 3; i < argc; ++i) {
    std::string text;
    if (!read_file(argv[i], text)) {
      std::fprintf(stderr, "%s cannot be read\n", argv[i]);
      return 2;
    }
    seeds.push_back(std::move(text));
  }
  std::signal(SIGABRT, [](int) { show_input(); });  // `must`, and the sanitizers where they abort
  for (const std::string& seed : seeds) {
    current = seed;
    run(current);
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(limit);
  long runs = 0;
  while (by_time ? runs % 64 != 0 || std::chrono::steady_clock::now() < end : runs < limit) {
    Random random(static_cast<std::uint64_t>(runs) + 1);
    current = seeds[random.below(seeds.size())];
    for (std::size_t steps = 1 + random.below(6); steps > 0; --steps)
      mutate(current, seeds, random);
    run(current);
    ++runs;
  }
  std::printf("%zu seeds and %ld mutations: everything holds\n", seeds.size(), runs);
  return 0;
}
