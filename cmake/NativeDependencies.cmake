# Libraries of the native hosts only.
# What FetchContent does not supply is named as its packages are called, not as CMake's modules are.
function(dds_need found what debian fedora brew)
  if(NOT found)
    message(FATAL_ERROR "${what} was not found. Install it: Debian ${debian}, Fedora ${fedora}, Homebrew ${brew}.")
  endif()
endfunction()

find_package(PkgConfig QUIET)
dds_need("${PKG_CONFIG_FOUND}" "pkg-config" pkg-config pkgconf-pkg-config pkgconf)

find_package(CURL QUIET)
dds_need("${CURL_FOUND}" "libcurl with its headers" libcurl4-openssl-dev libcurl-devel curl)
add_library(dds_curl INTERFACE)
target_link_libraries(dds_curl INTERFACE CURL::libcurl)
add_library(dds::curl ALIAS dds_curl)

dds_headers(cli11 CLI /usr/include https://github.com/CLIUtils/CLI11.git
            291c58789c031208f08f4f261a858b5b7083e8e2 include) # v2.3.2

# cpp-httplib: Debian packages it as a shared library.
if(DDS_SYSTEM_LIBRARIES)
  find_library(DDS_HTTPLIB_LIBRARY NAMES cpp-httplib)
endif()
add_library(dds_httplib INTERFACE)
if(DDS_HTTPLIB_LIBRARY)
  pkg_check_modules(DDS_HTTPLIB QUIET cpp-httplib)
  target_link_libraries(dds_httplib INTERFACE ${DDS_HTTPLIB_LIBRARY} Threads::Threads)
  target_compile_options(dds_httplib INTERFACE ${DDS_HTTPLIB_CFLAGS_OTHER})
else()
  dds_sources(httplib httplib.h https://github.com/yhirose/cpp-httplib.git
              7992b148969fbf8093230b37a6a36c2f61135937) # v0.11.4
  target_include_directories(dds_httplib SYSTEM INTERFACE ${httplib_DIR})
  target_link_libraries(dds_httplib INTERFACE Threads::Threads)
endif()
add_library(dds::httplib ALIAS dds_httplib)

if(DDS_SYSTEM_LIBRARIES)
  pkg_check_modules(DDS_GLFW QUIET IMPORTED_TARGET glfw3)
endif()
add_library(dds_glfw INTERFACE)
if(DDS_GLFW_FOUND)
  target_link_libraries(dds_glfw INTERFACE PkgConfig::DDS_GLFW)
else()
  set(GLFW_BUILD_DOCS OFF CACHE INTERNAL "")
  set(GLFW_BUILD_TESTS OFF CACHE INTERNAL "")
  set(GLFW_BUILD_EXAMPLES OFF CACHE INTERNAL "")
  set(GLFW_INSTALL OFF CACHE INTERNAL "")
  FetchContent_Declare(glfw GIT_REPOSITORY https://github.com/glfw/glfw.git
                       GIT_TAG 7482de6071d21db77a7236155da44c172a7f6c9e) # 3.3.8
  FetchContent_MakeAvailable(glfw)
  target_link_libraries(dds_glfw INTERFACE glfw)
endif()
add_library(dds::glfw ALIAS dds_glfw)

add_library(dds_imgui_glfw_opengl3 STATIC EXCLUDE_FROM_ALL ${imgui_DIR}/backends/imgui_impl_glfw.cpp)
target_include_directories(dds_imgui_glfw_opengl3 PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(dds_imgui_glfw_opengl3 PUBLIC dds::imgui_opengl3 dds::glfw)
add_library(dds::imgui_glfw_opengl3 ALIAS dds_imgui_glfw_opengl3)

find_package(benchmark QUIET)
if(benchmark_FOUND)
  add_library(dds_benchmark INTERFACE)
  target_link_libraries(dds_benchmark INTERFACE benchmark::benchmark)
  add_library(dds::benchmark ALIAS dds_benchmark)
endif()
