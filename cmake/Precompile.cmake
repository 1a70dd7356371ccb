# dds_precompile(<target> [<header>...]): for WebAssembly, the standard headers that nearly every file reads, and these, are read
# once for the whole target, which saves a third of a compilation. Natively it would save a fifth, but g++ 12 then reports
# copies of strings that are none (its bugs 105651 and 105329), flags or not.
#
# What a file includes is still its own matter: the native presets compile without, and find what is missing. A file with
# flags of its own does not take part: SKIP_PRECOMPILE_HEADERS.
set(DDS_STANDARD_HEADERS <algorithm> <array> <charconv> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <string>
                         <string_view> <utility> <variant> <vector>)

function(dds_precompile target)
  if(DDS_WEB)
    target_precompile_headers(${target} PRIVATE ${DDS_STANDARD_HEADERS} ${ARGN})
  endif()
endfunction()
