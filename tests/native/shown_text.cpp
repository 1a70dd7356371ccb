#include "tests/native/shown_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace dds::test {
namespace {

constexpr std::string_view kAny = "…";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Control sequences go: ESC [ ... letter.
std::string without_control(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      i += 2;
      while (i < text.size() && std::isalpha(static_cast<unsigned char>(text[i])) == 0) ++i;
    } else if (text[i] != '\r') {
      plain += text[i];
    }
  }
  return plain;
}

std::string with_numbers_marked(std::string_view text) {
  std::string marked;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      marked += text[i++];
      continue;
    }
    marked += '#';
    while (i < text.size() && is_digit(text[i])) {
      ++i;
      const bool joined = i + 1 < text.size() && is_digit(text[i + 1]) &&
                          std::string_view(".,:-/").find(text[i]) != std::string_view::npos;
      if (joined) ++i;
    }
  }
  return marked;
}

bool is_among(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The punctuation at a word's end, which belongs to the sentence.
std::string cut_mark(std::string& word) {
  std::string mark;
  while (!word.empty() && std::string_view(",.;:)").find(word.back()) != std::string_view::npos) {
    mark.insert(mark.begin(), word.back());
    word.pop_back();
  }
  return mark;
}

bool matches_from(const std::vector<std::string>& shown, std::size_t at,
                  const std::vector<std::string>& came, std::size_t from, std::size_t& furthest) {
  furthest = std::max(furthest, at);
  if (at == shown.size()) return from == came.size();
  if (shape_of(shown[at]) == kAny) {
    for (std::size_t next = from; next <= came.size(); ++next) {
      if (matches_from(shown, at + 1, came, next, furthest)) return true;
    }
    return false;
  }
  return from < came.size() && is_shown_line(shown[at], came[from]) &&
         matches_from(shown, at + 1, came, from + 1, furthest);
}

}  // namespace

std::string shape_of(std::string_view line) {
  std::istringstream words(with_numbers_marked(without_control(line)));
  std::vector<std::string> shape;
  for (std::string word; words >> word;) {
    const std::string mark = cut_mark(word);
    const bool after_number = !shape.empty() && shape.back() == "#";
    if (after_number && is_among(word, {"d", "h", "min", "s", "ms"})) {
      shape.back() = "#t" + mark;
      // "1 h 5 min" is one duration, as "5 min" is.
      if (shape.size() > 1 && shape[shape.size() - 2] == "#t") shape.erase(shape.end() - 2);
    } else if (after_number && is_among(word, {"B", "KiB", "MiB", "GiB", "TiB"})) {
      shape.back() = "#b" + mark;
    } else {
      shape.push_back(word + mark);
    }
  }
  std::string text;
  for (const std::string& word : shape) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool is_shown_line(std::string_view shown, std::string_view line) {
  const std::string pattern = shape_of(shown);
  const std::string text = shape_of(line);
  std::size_t at = 0;
  std::size_t piece = 0;
  for (;;) {
    const std::size_t any = pattern.find(kAny, piece);
    const std::string part = pattern.substr(piece, any == std::string::npos ? any : any - piece);
    if (any == std::string::npos) {
      if (piece == 0) return text == part;
      return text.size() >= at + part.size() && text.ends_with(part);
    }
    const std::size_t found = text.find(part, at);
    if (found == std::string::npos || (piece == 0 && found != 0)) return false;
    at = found + part.size();
    piece = any + kAny.size();
  }
}

std::string compare_shown(const std::vector<std::string>& shown, std::string_view output) {
  std::vector<std::string> came;
  std::istringstream lines{std::string(output)};
  for (std::string line; std::getline(lines, line);) came.push_back(std::move(line));
  while (!came.empty() && shape_of(came.back()).empty()) came.pop_back();
  std::size_t furthest = 0;
  for (std::size_t from = 0; from <= came.size(); ++from) {
    if (matches_from(shown, 0, came, from, furthest)) return {};
  }
  if (furthest == shown.size()) return "More came than is shown.";
  return "This line did not come: " + shown[furthest] + "\n(" + shape_of(shown[furthest]) + ")";
}

}  // namespace dds::test
