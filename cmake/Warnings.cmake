# Flags for our own code; third-party targets do not link this.
add_library(dds_warnings INTERFACE)
target_compile_options(dds_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: "literal" + std::string is reported as overlapping copies in C++20.
  target_compile_options(dds_warnings INTERFACE -Wno-restrict)
endif()

option(DDS_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
if(DDS_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# -O2 for node's tests and benchmarks; the page asks for -Oz itself (web/CMakeLists.txt).
if(DDS_WEB)
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
  add_compile_options(-flto)
  add_link_options(-flto)
  # Instructions that all browsers have since 2021: smaller code for copies and for floats that become integers.
  add_compile_options(-mbulk-memory -mnontrapping-fptoint -msign-ext)
  add_link_options(-mbulk-memory -mnontrapping-fptoint -msign-ext)
  add_compile_definitions(JSON_NOEXCEPTION)
  # Our own code neither throws nor asks for types at run time; here the compiler holds it to that.
  target_compile_options(dds_warnings INTERFACE -fno-exceptions -fno-rtti)
  # For the few sources that include Crypto++, whose headers do both: a throw aborts.
  set(DDS_WEB_ALLOW_THROW -fcxx-exceptions -fignore-exceptions -frtti)
endif()
