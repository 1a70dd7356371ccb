#include "tests/native/markdown_page.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <utility>

namespace dds::test {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.is_open(), path.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  return lines;
}

// GitHub's way: lower case, letters, digits, dashes and underscores kept, blanks to dashes.
std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      anchor += '-';
    } else if (std::isalnum(byte) != 0 || c == '-' || c == '_' || byte >= 0x80) {
      anchor += static_cast<char>(std::tolower(byte));
    }
  }
  return anchor;
}

// Takes the code spans out of running text; what is left has no code in it.
std::string take_spans(const std::string& text, std::size_t first_line, std::vector<Piece>& spans) {
  std::string left;
  std::size_t line = first_line;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '`') {
      if (text[at] == '\n') ++line;
      left += text[at++];
      continue;
    }
    const std::size_t end = text.find('`', at + 1);
    REQUIRE_MESSAGE(end != std::string::npos, "a code span does not end, line " << line);
    Piece span{line, text.substr(at + 1, end - at - 1)};
    for (char& c : span.text) {
      if (c != '\n') continue;
      c = ' ';
      ++line;
    }
    spans.push_back(std::move(span));
    at = end + 1;
  }
  return left;
}

void take_links(const std::string& text, std::size_t first_line, std::vector<Piece>& links) {
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
    const std::size_t end = text.find(')', at);
    if (end == std::string::npos) return;
    std::size_t line = first_line;
    for (std::size_t i = 0; i < at; ++i) line += text[i] == '\n' ? 1 : 0;
    links.push_back({line, text.substr(at + 2, end - at - 2)});
  }
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

// The word that ends a here-document which begins in this line; empty when none does.
std::string here_document(std::string_view line) {
  const std::size_t at = line.find("<<'");
  if (at == std::string_view::npos) return {};
  const std::size_t end = line.find('\'', at + 3);
  return end == std::string_view::npos ? std::string()
                                       : std::string(line.substr(at + 3, end - at - 3));
}

}  // namespace

std::vector<std::filesystem::path> user_pages(const std::filesystem::path& project) {
  std::vector<std::filesystem::path> found{project / "README.md"};
  for (const auto& entry : std::filesystem::directory_iterator(project / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin() + 1, found.end());
  return found;
}

Page read_page(const std::filesystem::path& path) {
  Page page;
  page.path = path;
  std::string running;
  std::size_t running_line = 1;
  bool only_blank = false;  // since the last fence
  const auto end_running = [&] {
    const std::string left = take_spans(running, running_line, page.spans);
    take_links(left, running_line, page.links);
    running.clear();
  };
  const std::vector<std::string> lines = lines_of(path);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (line.starts_with("```")) {
      end_running();
      Fence fence;
      fence.line = i + 1;
      fence.follows = only_blank;
      std::istringstream info(line.substr(3));
      info >> fence.language >> std::ws;
      std::getline(info, fence.remark);
      for (++i; i < lines.size() && lines[i] != "```"; ++i) fence.lines.push_back(lines[i]);
      REQUIRE_MESSAGE(i < lines.size(), path.string() << ":" << fence.line << " does not end");
      page.fences.push_back(std::move(fence));
      running_line = i + 2;
      only_blank = true;
      continue;
    }
    only_blank = only_blank && is_blank(line);
    // A paragraph at a time, so that a stray mark spoils no more than that.
    if (is_blank(line)) {
      end_running();
      running_line = i + 2;
      continue;
    }
    if (line.starts_with("#")) {
      const std::size_t text = line.find_first_not_of('#');
      if (text != std::string::npos && line[text] == ' ')
        page.anchors.push_back(anchor_of(std::string_view(line).substr(text + 1)));
    }
    running += line + "\n";
  }
  end_running();
  return page;
}

std::vector<ShellCommand> commands_of(const Fence& fence) {
  std::vector<ShellCommand> commands;
  for (std::size_t i = 0; i < fence.lines.size(); ++i) {
    if (is_blank(fence.lines[i]) || fence.lines[i].starts_with("#")) continue;
    ShellCommand command{fence.line + i + 1, fence.lines[i], {}};
    while (command.text.ends_with("\\") && i + 1 < fence.lines.size())
      command.text += "\n" + fence.lines[++i];
    const std::size_t comment = command.text.rfind("  # ");
    if (comment != std::string::npos) command.comment = command.text.substr(comment + 4);
    if (const std::string end = here_document(command.text); !end.empty()) {
      do {
        ++i;
        REQUIRE_MESSAGE(i < fence.lines.size(), "a here-document does not end: " << command.text);
        command.text += "\n" + fence.lines[i];
      } while (fence.lines[i] != end);
    }
    commands.push_back(std::move(command));
  }
  return commands;
}

std::vector<std::vector<std::string>> calls_in(std::string_view line) {
  if (const std::size_t comment = line.find(" # "); comment != std::string_view::npos)
    line = line.substr(0, comment);
  std::vector<std::vector<std::string>> calls(1);
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) calls.back().push_back(std::exchange(word, {}));
  };
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ' ' || c == '\\' || c == '\n') {
      end_word();
    } else if (c == '<' && i + 1 < line.size() && std::isupper(line[i + 1]) != 0) {
      word += c;  // <Action>: a name to put in
    } else if (c == '>' && word.starts_with("<")) {
      word += c;
    } else if (std::string_view("|;&()<>").find(c) != std::string_view::npos) {
      // What follows is another command, or a file: nobody's arguments.
      end_word();
      if (!calls.back().empty()) calls.emplace_back();
    } else {
      word += c;
    }
  }
  end_word();
  if (calls.back().empty()) calls.pop_back();
  return calls;
}

}  // namespace dds::test
