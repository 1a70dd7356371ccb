// Mirrors the console's widget map into elements of the page and brings back what people do to
// them: focus, text of input fields, presses without a pointer. Tells JavaScript only what changed
// since the last frame.
//
// Owned by the App; borrows the Console. The mirrored <input> is the source of a field's text while
// somebody types; ImGui is the source of caret and selection while the mouse is used; after each
// frame both hold the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "shell/console.h"

namespace dds::web {

class Mirror {
 public:
  explicit Mirror(shell::Console& console) : console_(console) {}
  Mirror(const Mirror&) = delete;
  Mirror& operator=(const Mirror&) = delete;

  void open();
  /// Before each frame: the page's selection as it is now. The event that tells of it comes later
  /// than the keys do; a frame in between would put the old one back, and a cut would take nothing.
  void take_selection();
  /// After each frame.
  void sync();

  // What JavaScript tells.
  void focused(std::uint32_t key);
  void typed(std::uint32_t key, std::string_view text, int caret);
  void selected(std::uint32_t key, int anchor, int caret);
  void activated(std::uint32_t key);

 private:
  void sync_widgets(const std::vector<shell::Widget>& widgets);
  void sync_focus(const std::vector<shell::Widget>& widgets);
  void sync_text();
  void select(int anchor, int caret);

  struct Selection {
    std::uint32_t key;
    int anchor;
    int caret;
  };

  shell::Console& console_;
  std::vector<shell::Widget> last_;
  std::vector<std::uint32_t> keys_;                       // of `last_`, unique, none is 0
  std::unordered_map<std::uint32_t, std::uint32_t> ids_;  // key -> ImGui's id
  std::unordered_set<std::uint32_t>
      touched_;  // fields whose element may hold something else than the map
  std::optional<Selection> selection_after_text_;  // in a text that the next frame puts in
  std::uint32_t focused_key_ = 0;

  // What JavaScript was told last of the field with the caret.
  std::uint32_t text_key_ = 0;
  std::string text_;
  int anchor_ = 0;
  int caret_ = 0;
};

}  // namespace dds::web
