#include "native/desktop/options.h"

#include <doctest/doctest.h>

#include <vector>

using dds::desktop::CommandLine;

namespace {

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "dds-desktop");
  return dds::desktop::parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

void check_refused(const CommandLine& line, const char* part_of_sentence) {
  CHECK_FALSE(line.options);
  CHECK(line.exit_code == 2);
  CHECK(line.text.find(part_of_sentence) != std::string::npos);
}

}  // namespace

TEST_CASE("the page that links lead to is an address without query and fragment") {
  const CommandLine line = parse({"--page", "https://example.com/dds/"});
  REQUIRE(line.options);
  CHECK(line.options->page_url == "https://example.com/dds/");
  for (const char* wrong : {"example.com", "https://h/?a=b", "https://h/#call=x", "ftp://h/"})
    check_refused(parse({"--page", wrong}), "--page takes");
}

TEST_CASE("every option arrives") {
  const CommandLine line =
      parse({"--emulator", "--clock-rate", "60", "--region", "cn-beijing", "--theme", "dark",
             "--size", "1000x700", "--scale", "2", "--script", "steps.jsonl"});
  REQUIRE(line.options);
  CHECK(line.options->emulator);
  CHECK(line.options->clock_rate == 60.0);
  CHECK(line.options->region == "cn-beijing");
  CHECK(line.options->theme == "dark");
  CHECK(line.options->width == 1000);
  CHECK(line.options->height == 700);
  CHECK(line.options->scale == 2.0);
  CHECK(line.options->script == "steps.jsonl");
}

TEST_CASE("help is not an error") {
  const CommandLine line = parse({"--help"});
  CHECK_FALSE(line.options);
  CHECK(line.exit_code == 0);
  CHECK(line.text.find("--emulator") != std::string::npos);
}

TEST_CASE("wrong usage says what would be right and ends with 2") {
  check_refused(parse({"--theme", "blue"}), "light or dark");
  check_refused(parse({"--size", "big"}), "1280x800");
  check_refused(parse({"--size", "100x100"}), "320 to 16384");
  check_refused(parse({"--size", "1280x800x24"}), "1280x800");
  check_refused(parse({"--emulator", "--clock-rate", "0"}), "1 to 100000");
  check_refused(parse({"--emulator", "--clock-rate", "nan"}), "1 to 100000");
  check_refused(parse({"--clock-rate", "60"}), "--emulator");
  check_refused(parse({"--emulator", "--endpoint", "mongodb.aliyuncs.com"}), "exclude each other");
  check_refused(parse({"--emulator", "--profile", "default"}), "exclude each other");
  check_refused(parse({"--scale", "9"}), "0.5 to 4");
  check_refused(parse({"--endpoint", "http://example.com"}), "--endpoint: ");
  check_refused(parse({"--region", "cn hangzhou!"}), "--region: ");
  check_refused(parse({"--secret", "x"}), "--help");
}
