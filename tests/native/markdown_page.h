// A page of the documentation, taken apart for the tests that hold it against the programs. Reads
// the part of Markdown that our pages use: fenced blocks, headings, code spans and inline links.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dds::test {

/// A fenced block: ```sh no-test: reason
struct Fence {
  std::size_t line = 0;  // of the opening fence, counted from 1
  std::string language;  // the first word after the fence
  std::string remark;    // what follows it
  std::vector<std::string> lines;
  bool follows = false;  // nothing but blank lines since the fence before
};

/// A text of the page and the line that it begins in.
struct Piece {
  std::size_t line = 0;
  std::string text;
};

struct Page {
  std::filesystem::path path;
  std::vector<Fence> fences;
  std::vector<Piece> spans;          // code spans of running text, a line feed in them as a blank
  std::vector<Piece> links;          // targets, as written
  std::vector<std::string> anchors;  // of the headings, as GitHub makes them
};

/// README.md and docs/*.md of the project in that folder.
[[nodiscard]] std::vector<std::filesystem::path> user_pages(const std::filesystem::path& project);

/// Fails the running test when the file cannot be read.
[[nodiscard]] Page read_page(const std::filesystem::path& path);

/// One command of an `sh` block: lines that end in a backslash are joined, and a here-document
/// belongs to the command that reads it.
struct ShellCommand {
  std::size_t line = 0;
  std::string text;     // as written, comment included
  std::string comment;  // what stands behind the last "  # "
};
[[nodiscard]] std::vector<ShellCommand> commands_of(const Fence& fence);

/// The words of each command in a line that calls a program: "a b | c > d" is {a b} and {c}.
[[nodiscard]] std::vector<std::vector<std::string>> calls_in(std::string_view line);

}  // namespace dds::test
