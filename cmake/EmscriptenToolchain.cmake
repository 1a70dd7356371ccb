# Finds Emscripten's own toolchain file beside emcc, wherever it is installed (Debian: /usr/share/emscripten).
# `-D EMSCRIPTEN_ROOT=...` or the environment variable EMSCRIPTEN_ROOT names another place.
if(NOT EMSCRIPTEN_ROOT)
  set(EMSCRIPTEN_ROOT "$ENV{EMSCRIPTEN_ROOT}")
endif()
if(NOT EMSCRIPTEN_ROOT)
  find_program(DDS_EMCC emcc)
  if(DDS_EMCC)
    file(REAL_PATH "${DDS_EMCC}" DDS_EMCC_REAL)
    cmake_path(GET DDS_EMCC_REAL PARENT_PATH EMSCRIPTEN_ROOT)
  endif()
endif()
if(NOT EXISTS "${EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake" AND EXISTS "/usr/share/emscripten")
  set(EMSCRIPTEN_ROOT "/usr/share/emscripten")
endif()
if(NOT EXISTS "${EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
  message(FATAL_ERROR "Emscripten was not found: install it (Debian: apt-get install emscripten) or set EMSCRIPTEN_ROOT.")
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES EMSCRIPTEN_ROOT)

# Emscripten 3.1.6 writes loaders that mistake node's own fetch for a browser's.
set(CMAKE_CROSSCOMPILING_EMULATOR "node;--no-experimental-fetch" CACHE STRING "runs WebAssembly programs")
include("${EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
