#include "shell/model/preferences.h"

#include <algorithm>

#include "shell/model/words.h"

namespace dds::shell {
namespace {

int load_number(Host& host, std::string_view key, int least, int most, int otherwise) {
  const std::optional<std::string> text = host.load(key);
  if (!text) return otherwise;
  const std::optional<std::int32_t> value = parse_count(*text);
  return value && *value >= least && *value <= most ? *value : otherwise;
}

constexpr std::int32_t kWidestColumn = 4000;
constexpr std::size_t kMostColumns = 32;

std::string columns_key(std::string_view table) {
  return "columns_" + std::string(table);
}

// "180,0,96"; nothing at all when any of it cannot be read.
std::vector<int> widths_in(std::string_view text) {
  std::vector<int> widths;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::optional<std::int32_t> width = parse_count(text.substr(0, comma));
    if (!width || *width > kWidestColumn || widths.size() == kMostColumns) return {};
    widths.push_back(*width);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return widths;
}

}  // namespace

Preferences::Preferences(Host& host) : host_(host) {
  const std::string theme = host.load("theme").value_or("");
  if (theme == "light") theme_ = ThemeChoice::Light;
  if (theme == "dark") theme_ = ThemeChoice::Dark;
  zoom_percent_ = load_number(host, "zoom", 100, 200, 100);
  inspector_width_ = load_number(host, "inspector_width", 280, 900, 0);
  inspector_open_ = load_number(host, "inspector_open", 0, 1, 1) == 1;
}

void Preferences::set_theme(ThemeChoice theme) {
  theme_ = theme;
  host_.save("theme", theme == ThemeChoice::Light  ? "light"
                      : theme == ThemeChoice::Dark ? "dark"
                                                   : "system");
}

void Preferences::set_zoom(int percent) {
  zoom_percent_ = std::clamp(percent, 100, 200);
  host_.save("zoom", std::to_string(zoom_percent_));
}

void Preferences::set_inspector_width(int width) {
  inspector_width_ = std::clamp(width, 280, 900);
  host_.save("inspector_width", std::to_string(inspector_width_));
}

void Preferences::set_inspector_open(bool open) {
  inspector_open_ = open;
  host_.save("inspector_open", open ? "1" : "0");
}

std::vector<int>& Preferences::column_widths(std::string_view table) {
  const auto known = column_widths_.find(table);
  if (known != column_widths_.end()) return known->second;
  return column_widths_[std::string(table)] =
             widths_in(host_.load(columns_key(table)).value_or(std::string()));
}

void Preferences::remember_column_widths(std::string_view table) {
  std::string text;
  for (const int width : column_widths(table)) {
    if (!text.empty()) text += ',';
    text += std::to_string(std::min(width, kWidestColumn));
  }
  host_.save(columns_key(table), text);
}

}  // namespace dds::shell
