// Several lines of text to type or paste, in the mono face: as `text_field`, but Enter begins a
// line (with Ctrl it sends) and lines that are too long scroll sideways. The TextInput grows with
// its text, up to kMostTyped.
#pragma once

#include <string_view>

#include "shell/widgets/text_field.h"

namespace dds::shell {

inline constexpr std::size_t kMostTyped = std::size_t{4} << 20U;  // bytes; the rest is cut

/// `entered` of the result means Ctrl and Enter. Uses placeholder, error and disabled_because.
FieldResult text_area(Ui& ui, const ImRect& box, std::string_view label, TextInput& text,
                      const FieldSpec& spec = {});

/// Label above, area that high (CSS pixels), error below; moves the flow.
FieldResult labelled_area(Ui& ui, Flow& flow, float height, std::string_view label, TextInput& text,
                          const FieldSpec& spec = {});

}  // namespace dds::shell
