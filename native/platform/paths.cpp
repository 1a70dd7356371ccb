#include "native/platform/paths.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

namespace dds::platform {

namespace {

Error problem(std::string sentence) {
  return make_error(ErrorCode::Io, std::move(sentence), {});
}

Result<std::string> read_all(std::istream& stream, const std::string& name, std::size_t limit) {
  std::string text;
  char block[16384];
  while (stream.read(block, sizeof block) || stream.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > limit) return problem(name + " is larger than expected.");
  }
  if (stream.bad()) return problem(name + " cannot be read.");
  return text;
}

Result<std::string> read_opened(const std::filesystem::path& path, std::size_t limit) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return problem(path.string() + " is a folder, not a file.");
  if (!std::filesystem::exists(path, error))
    return problem("There is no file " + path.string() + ".");
  std::ifstream file(path, std::ios::binary);
  if (!file) return problem(path.string() + " cannot be read.");
  return read_all(file, path.string(), limit);
}

}  // namespace

Environment process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
  };
}

std::filesystem::path program_folder(std::string_view called_as) {
  std::error_code error;
  std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);  // Linux
  if (error) program = std::filesystem::canonical(std::filesystem::path(called_as), error);
  return error ? std::filesystem::path{} : program.parent_path();
}

Result<std::filesystem::path> state_folder(const Environment& environment) {
  std::filesystem::path folder;
  if (const auto state = environment("XDG_STATE_HOME"); state && state->starts_with('/')) {
    folder = *state;  // a relative one is to be ignored (XDG base directory specification)
  } else if (const auto home = environment("HOME"); home && home->starts_with('/')) {
    folder = std::filesystem::path(*home) / ".local" / "state";
  } else {
    return make_error(ErrorCode::Io, "Neither HOME nor XDG_STATE_HOME is set.", {});
  }
  folder /= "dds";
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return folder;
  if (!std::filesystem::create_directories(folder, error) || error) {
    return make_error(ErrorCode::Io,
                      "The folder " + folder.string() + " cannot be made: " + error.message() + ".",
                      {});
  }
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  return folder;
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  std::error_code error;
  if (std::filesystem::exists(path, error) && !std::filesystem::is_directory(path, error) &&
      !std::filesystem::is_regular_file(path, error))
    return problem(path.string() + " is a pipe or a device, not a file.");
  return read_opened(path, limit);
}

Result<std::string> read_input(const std::string& path, std::size_t limit) {
  return path == "-" ? read_all(std::cin, "Standard input", limit) : read_opened(path, limit);
}

}  // namespace dds::platform
