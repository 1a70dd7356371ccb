// The finished program on a virtual display with the emulator in process: scripts work it by role
// and label, and the pictures that they take are kept as test output.
#include <doctest/doctest.h>
#include <png.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/desktop/child_process.h"
#include "tests/desktop/temporary_folder.h"
#include "tests/desktop/virtual_display.h"

using dds::desktop::ChildProcess;
using dds::desktop::TemporaryFolder;
using dds::desktop::VirtualDisplay;

namespace {

struct Outcome {
  int exit_code = -1;
  std::string errors;
};

Outcome run(const std::string& display, const std::filesystem::path& config,
            std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), DDS_DESKTOP);
  std::filesystem::create_directories(DDS_PICTURES);
  std::filesystem::current_path(DDS_PICTURES);  // scripts name their pictures without a folder
  ChildProcess console(arguments,
                       {{"DISPLAY", display},
                        {"WAYLAND_DISPLAY", ""},
                        {"LIBGL_ALWAYS_SOFTWARE", "1"},
                        {"XDG_CONFIG_HOME", config.string()},
                        {"XDG_STATE_HOME", config.string()},  // the journal of runs
                        {"ALIBABA_CLOUD_ACCESS_KEY_ID", ""},
                        {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", ""},
                        {"TZ", "Asia/Shanghai"}},
                       2);
  REQUIRE(console.started());
  Outcome outcome;
  outcome.errors = console.read_all();
  outcome.exit_code = console.wait();
  return outcome;
}

std::string script(const char* name) {
  return std::string(DDS_SCRIPTS) + "/" + name;
}

struct Colours {
  unsigned width = 0;
  unsigned height = 0;
  std::set<std::uint32_t> distinct;
  double share_of_most_frequent = 1.0;
};

Colours colours_of(const std::string& name) {
  const std::string path = std::string(DDS_PICTURES) + "/" + name;
  Colours colours;
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&image, path.c_str()) == 0) return colours;
  image.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) return colours;
  colours.width = image.width;
  colours.height = image.height;
  std::multiset<std::uint32_t>
      sample;  // every 97th pixel: enough to tell a page from an empty window
  for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) {
    const std::uint32_t colour =
        (std::uint32_t{pixels[i]} << 16U) | (std::uint32_t{pixels[i + 1]} << 8U) | pixels[i + 2];
    colours.distinct.insert(colour);
    if (i % (3 * 97) == 0) sample.insert(colour);
  }
  std::size_t most = 0;
  for (const std::uint32_t colour : std::set<std::uint32_t>(sample.begin(), sample.end())) {
    most = std::max(most, sample.count(colour));
  }
  colours.share_of_most_frequent = static_cast<double>(most) / static_cast<double>(sample.size());
  return colours;
}

void check_not_blank(const std::string& name, unsigned width, unsigned height) {
  CAPTURE(name);
  const Colours colours = colours_of(name);
  CHECK(colours.width == width);
  CHECK(colours.height == height);
  CHECK(colours.distinct.size() > 50);  // smoothed text alone gives more
  CHECK(colours.share_of_most_frequent < 0.95);
}

}  // namespace

TEST_CASE("a backup is taken with the mouse and followed to its success") {
  const VirtualDisplay display;
  REQUIRE_FALSE(display.name().empty());
  const TemporaryFolder config;
  const Outcome outcome = run(display.name(), config.path(),
                              {"--emulator", "--clock-rate", "120", "--theme", "light", "--size",
                               "1280x800", "--script", script("backup.jsonl")});
  CHECK(outcome.errors == "");
  CHECK(outcome.exit_code == 0);
  check_not_blank("desktop-instances.png", 1280, 800);
  check_not_blank("desktop-backup-running.png", 1280, 800);
  check_not_blank("desktop-backup-finished.png", 1280, 800);
}

TEST_CASE("the panels of an instance, the coverage board and a run are worked with the mouse") {
  const VirtualDisplay display;
  REQUIRE_FALSE(display.name().empty());
  const TemporaryFolder config;
  const Outcome outcome = run(display.name(), config.path(),
                              {"--emulator", "--clock-rate", "120", "--theme", "light", "--size",
                               "1280x800", "--script", script("panels.jsonl")});
  CHECK(outcome.errors == "");
  CHECK(outcome.exit_code == 0);
  for (const std::string panel : {"backups", "policy", "restore", "coverage", "run"})
    check_not_blank("desktop-" + panel + ".png", 1280, 800);
}

TEST_CASE("a refused request is pasted and explained, and a call is shown as code") {
  const VirtualDisplay display;
  REQUIRE_FALSE(display.name().empty());
  const TemporaryFolder config;
  const Outcome outcome = run(
      display.name(), config.path(),
      {"--emulator", "--theme", "light", "--size", "1280x800", "--script", script("sign.jsonl")});
  CHECK(outcome.errors == "");
  CHECK(outcome.exit_code == 0);
  for (const std::string picture : {"sign-pasted", "sign-explained", "sample"})
    check_not_blank("desktop-" + picture + ".png", 1280, 800);
}

TEST_CASE("the dark theme at 200 % draws the same console in twice the pixels") {
  const VirtualDisplay display;
  REQUIRE_FALSE(display.name().empty());
  const TemporaryFolder config;
  const Outcome outcome = run(display.name(), config.path(),
                              {"--emulator", "--theme", "dark", "--size", "1280x800", "--scale",
                               "2", "--script", script("dark.jsonl")});
  CHECK(outcome.errors == "");
  CHECK(outcome.exit_code == 0);
  check_not_blank("desktop-dark-200.png", 2560, 1600);
}

TEST_CASE("a step whose widget is not there ends the program with 1 and the labels that are") {
  const VirtualDisplay display;
  REQUIRE_FALSE(display.name().empty());
  const TemporaryFolder config;
  const Outcome outcome =
      run(display.name(), config.path(), {"--emulator", "--script", script("missing.jsonl")});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.errors.find("there is no button \"Make coffee\"") != std::string::npos);
  CHECK(outcome.errors.find("there are: \"") != std::string::npos);
}

TEST_CASE("without a display it says what is missing and ends with 3") {
  const TemporaryFolder config;
  const Outcome outcome = run("", config.path(), {"--emulator"});
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.errors.find("There is no display") != std::string::npos);
}

TEST_CASE("a display without OpenGL 3 is told apart from no display") {
  const VirtualDisplay display;
  REQUIRE_FALSE(display.name().empty());
  const TemporaryFolder config;
  // Mesa then offers OpenGL 2.1 only.
  ChildProcess console({DDS_DESKTOP, "--emulator"},
                       {{"DISPLAY", display.name()},
                        {"WAYLAND_DISPLAY", ""},
                        {"LIBGL_ALWAYS_SOFTWARE", "1"},
                        {"MESA_GL_VERSION_OVERRIDE", "2.1"},
                        {"XDG_CONFIG_HOME", config.path().string()}},
                       2);
  REQUIRE(console.started());
  const std::string errors = console.read_all();
  CHECK(console.wait() == 3);
  CHECK(errors.find("OpenGL 3") != std::string::npos);
}
