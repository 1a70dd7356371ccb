# dds_precompile(<target> [<header>...]): precompiles the standard headers that nearly every file includes, and those named,
# once for the whole target. Only for WebAssembly, where it saves a third of each compilation. Natively it would save a
# fifth, but g++ 12 then reports overlapping copies of strings where there are none, and -Wno-restrict does not silence it
# (GCC bugs 105651 and 105329).
#
# Each file still includes what it uses: the native presets compile without this and find what is missing. A file with
# flags of its own cannot use the target's precompiled headers: set SKIP_PRECOMPILE_HEADERS on it.
set(DDS_STANDARD_HEADERS <algorithm> <array> <charconv> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <string>
                         <string_view> <utility> <variant> <vector>)

function(dds_precompile target)
  if(DDS_WEB)
    target_precompile_headers(${target} PRIVATE ${DDS_STANDARD_HEADERS} ${ARGN})
  endif()
endfunction()
