// Small choices that outlive a session, kept by the host: never a secret.
// Owned by the Model.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shell/host.h"

namespace dds::shell {

enum class ThemeChoice { System, Light, Dark };

class Preferences {
 public:
  explicit Preferences(Host& host);

  [[nodiscard]] ThemeChoice theme() const { return theme_; }
  void set_theme(ThemeChoice theme);
  /// 100 to 200, on top of the display's own scale.
  [[nodiscard]] int zoom_percent() const { return zoom_percent_; }
  void set_zoom(int percent);
  /// Width of the inspector in CSS pixels, 0 = by the window's width.
  [[nodiscard]] int inspector_width() const { return inspector_width_; }
  void set_inspector_width(int width);
  [[nodiscard]] bool inspector_open() const { return inspector_open_; }
  void set_inspector_open(bool open);
  /// Of a table's columns in CSS pixels, 0 for one that was left alone; empty when all were. To be
  /// changed in place while a border is dragged, and remembered once it is let go.
  [[nodiscard]] std::vector<int>& column_widths(std::string_view table);
  void remember_column_widths(std::string_view table);

 private:
  Host& host_;
  ThemeChoice theme_ = ThemeChoice::System;
  int zoom_percent_ = 100;
  int inspector_width_ = 0;
  bool inspector_open_ = true;
  std::map<std::string, std::vector<int>, std::less<>>
      column_widths_;  // of tables that were asked for
};

}  // namespace dds::shell
