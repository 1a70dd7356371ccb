# Libraries of the native hosts only.
find_package(PkgConfig REQUIRED)

find_package(CURL REQUIRED)
add_library(dds_curl INTERFACE)
target_link_libraries(dds_curl INTERFACE CURL::libcurl)
add_library(dds::curl ALIAS dds_curl)

dds_headers(cli11 CLI /usr/include https://github.com/CLIUtils/CLI11.git
            4c7c8ddc45d2ef74584e5cd945f7a4d27c987748 include) # v2.3.2

# cpp-httplib: Debian packages it as a shared library.
find_library(DDS_HTTPLIB_LIBRARY NAMES cpp-httplib)
add_library(dds_httplib INTERFACE)
if(DDS_HTTPLIB_LIBRARY)
  pkg_check_modules(DDS_HTTPLIB QUIET cpp-httplib)
  target_link_libraries(dds_httplib INTERFACE ${DDS_HTTPLIB_LIBRARY} Threads::Threads)
  target_compile_options(dds_httplib INTERFACE ${DDS_HTTPLIB_CFLAGS_OTHER})
else()
  FetchContent_Declare(dds_httplib_src GIT_REPOSITORY https://github.com/yhirose/cpp-httplib.git
                       GIT_TAG 227d2c20509f85a394133e2be6d0b0fc1fda54b2 SOURCE_SUBDIR none) # v0.11.4
  FetchContent_MakeAvailable(dds_httplib_src)
  target_include_directories(dds_httplib SYSTEM INTERFACE ${dds_httplib_src_SOURCE_DIR})
  target_link_libraries(dds_httplib INTERFACE Threads::Threads)
endif()
add_library(dds::httplib ALIAS dds_httplib)

pkg_check_modules(DDS_GLFW REQUIRED IMPORTED_TARGET glfw3)
add_library(dds_glfw INTERFACE)
target_link_libraries(dds_glfw INTERFACE PkgConfig::DDS_GLFW)
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
