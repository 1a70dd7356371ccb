// The functions that JavaScript gives to C++ (web/js/*.js), in one place. Texts that come back are
// allocated for the caller: take them with `take_text`. All on the page's one thread.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

extern "C" {

// page.js
void dds_js_open(void* app);
void dds_js_fit_canvas(float* width_height_scale_touch);
void dds_js_request_frame();
void dds_js_wake_in(double milliseconds);
void dds_js_drawn();
void dds_js_set_cursor(const char* css_name);
void dds_js_place(const char* place, int ask_before_leaving);
char* dds_js_kept_place();  // of a page that is loaded again; nullptr: a new one

// input.js
void dds_js_listen(void* input);

// mirror.js
void dds_js_mirror_open();
void dds_js_mirror_put(std::uint32_t key, int role, int flags, float x, float y, float width,
                       float height, const char* label, const char* value, const char* description);
void dds_js_mirror_remove(std::uint32_t key);
void dds_js_mirror_order(const std::uint32_t* keys, int count);
void dds_js_mirror_focus(std::uint32_t key);
int dds_js_mirror_selection(std::int32_t* key_anchor_caret);
void dds_js_mirror_text(std::uint32_t key, const char* text, int anchor, int caret);

// fetch.js
void dds_js_fetch(void* transport, std::uint32_t handle, const char* method, const char* url,
                  const char* header_lines, const char* body, std::uint32_t body_size,
                  double timeout_milliseconds, std::uint32_t limit);
void dds_js_abort(std::uint32_t handle);
void dds_js_abort_all();

// workbench.js
void dds_js_ask_workbench(void* host, std::uint32_t number, const char* question,
                          std::uint32_t size);

// host.js
void dds_js_random(void* bytes, int count);
double dds_js_number(const char* text);
int dds_js_utc_offset(double milliseconds);
int dds_js_save(const char* key, const char* value);  // 1 when the value is stored
char* dds_js_load(const char* key);
// Journals; `name` is empty for that of the run of many.
int dds_js_journal_open();  // 0, else why not: 1 another tab, 2 no locks here, 3 no storage
/// Answers by dds_on_journal with the same numbers.
void dds_js_journal_claim(void* host, std::uint32_t number, const char* name);
void dds_js_journal_release(const char* name);
char* dds_js_journal_names();                                   // one a line
char* dds_js_journal_text(const char* name);                    // nullptr: no storage
int dds_js_journal_append(const char* name, const char* line);  // 1 when the line is stored
int dds_js_journal_keep(const char* name, int lines);           // 1 when the others are gone
void dds_js_copy(const char* text);
void dds_js_save_file(const char* name, const char* text);
void dds_js_open_link(const char* url);
int dds_js_prefers_dark();
char* dds_js_config();
char* dds_js_page_origin();
char* dds_js_page_url();  // without query and fragment
char* dds_js_fragment();  // with its #, or empty
void* dds_js_glyph(std::uint32_t code_point, float em);
}

namespace dds::web {

/// A text from JavaScript; nothing for a null pointer.
[[nodiscard]] inline std::optional<std::string> take_text(char* text) {
  if (text == nullptr) return std::nullopt;
  std::string taken(text);
  std::free(text);
  return taken;
}

}  // namespace dds::web
