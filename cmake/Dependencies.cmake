# Third-party libraries as dds::<name> targets. Natively they come from the system where it has them; sources that no
# package ships (ImGui's core) or that WebAssembly needs (Crypto++, pugixml) lie in the git-ignored .deps/, where
# `./dev` puts them; whatever is missing is fetched by FetchContent at a pinned commit.
include(FetchContent)

option(DDS_SYSTEM_LIBRARIES "Take libraries from the system where it has them (OFF: everything but libcurl is built from pinned sources)" ON)
set(DDS_DEPS ${CMAKE_SOURCE_DIR}/.deps)

# dds_sources(<name> <file that proves it> <git repository> <commit>): sets <name>_DIR.
function(dds_sources name proof repository commit)
  if(EXISTS ${DDS_DEPS}/${name}/${proof})
    set(${name}_DIR ${DDS_DEPS}/${name} PARENT_SCOPE)
    return()
  endif()
  message(STATUS "${name} is not in .deps: fetching ${commit}")
  FetchContent_Declare(dds_${name} GIT_REPOSITORY ${repository} GIT_TAG ${commit} SOURCE_SUBDIR none)
  FetchContent_MakeAvailable(dds_${name})
  set(${name}_DIR ${dds_${name}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# dds_headers(<name> <include folder's child> <system folder> <repository> <commit> <folder in the repository>):
# a header-only library as dds::<name>. Never adds the whole system include folder: that breaks emcc's own headers.
function(dds_headers name child system_dir repository commit sub)
  set(include_dir ${CMAKE_BINARY_DIR}/include/${name})
  if(NOT EXISTS ${include_dir}/${child})
    file(MAKE_DIRECTORY ${include_dir})
    if(DDS_SYSTEM_LIBRARIES AND EXISTS ${system_dir}/${child})
      set(from ${system_dir}/${child})
    else()
      FetchContent_Declare(dds_${name} GIT_REPOSITORY ${repository} GIT_TAG ${commit} SOURCE_SUBDIR none)
      FetchContent_MakeAvailable(dds_${name})
      set(from ${dds_${name}_SOURCE_DIR}/${sub}/${child})
    endif()
    file(CREATE_LINK ${from} ${include_dir}/${child} SYMBOLIC)
  endif()
  add_library(dds_${name} INTERFACE)
  target_include_directories(dds_${name} SYSTEM INTERFACE ${include_dir})
  add_library(dds::${name} ALIAS dds_${name})
endfunction()

dds_headers(json nlohmann /usr/include https://github.com/nlohmann/json.git
            bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d include) # v3.11.2
dds_headers(doctest doctest /usr/include https://github.com/doctest/doctest.git
            ae7a13539fb71f270b87eb2e874fbac80bc8dda2 .) # v2.4.11

# --- Crypto++: the system's library has assembler and is faster.
set(DDS_CRYPTOPP_FROM_SOURCE ON)
if(DDS_SYSTEM_LIBRARIES AND NOT DDS_WEB)
  find_path(DDS_CRYPTOPP_INCLUDE cryptopp/hmac.h)
  find_library(DDS_CRYPTOPP_LIBRARY NAMES cryptopp crypto++)
  if(DDS_CRYPTOPP_INCLUDE AND DDS_CRYPTOPP_LIBRARY)
    set(DDS_CRYPTOPP_FROM_SOURCE OFF)
    add_library(dds_cryptopp INTERFACE)
    target_include_directories(dds_cryptopp SYSTEM INTERFACE ${DDS_CRYPTOPP_INCLUDE})
    target_link_libraries(dds_cryptopp INTERFACE ${DDS_CRYPTOPP_LIBRARY})
    add_library(dds::cryptopp ALIAS dds_cryptopp)
  endif()
endif()
if(DDS_CRYPTOPP_FROM_SOURCE)
  dds_sources(cryptopp cryptlib.h https://github.com/weidai11/cryptopp.git
              843d74c7c97f9e19a615b8ff3c0ca06599ca501b) # CRYPTOPP_8_9_0
  include(CryptoppFromSource)
endif()

# --- pugixml
set(pugixml_FOUND OFF)
if(DDS_SYSTEM_LIBRARIES AND NOT DDS_WEB)
  find_package(pugixml QUIET)
endif()
if(pugixml_FOUND)
  add_library(dds_pugixml INTERFACE)
  target_link_libraries(dds_pugixml INTERFACE pugixml::pugixml)
else()
  dds_sources(pugixml src/pugixml.cpp https://github.com/zeux/pugixml.git
              a0e064336317c9347a91224112af9933598714e9) # v1.13
  add_library(dds_pugixml STATIC ${pugixml_DIR}/src/pugixml.cpp)
  target_include_directories(dds_pugixml SYSTEM PUBLIC ${pugixml_DIR}/src)
  target_compile_definitions(dds_pugixml PUBLIC PUGIXML_NO_EXCEPTIONS PUGIXML_NO_XPATH)
endif()
add_library(dds::pugixml ALIAS dds_pugixml)

# --- Dear ImGui: an object library, because with the test-engine hooks it calls back into the shell.
dds_sources(imgui imgui.cpp https://github.com/ocornut/imgui.git d6cb3c923d28dcebb2d8d9605ccc7229ccef19eb)
# The font that it carries is 10 KB of the page and never drawn with: the console has its own (Fonts.cmake). Later releases
# have IMGUI_DISABLE_DEFAULT_FONT for that; here it is cut out of a copy.
file(READ ${imgui_DIR}/imgui_draw.cpp imgui_draw)
string(FIND "${imgui_draw}" "static const char proggy_clean_ttf_compressed_data_base85[" font_begin)
string(FIND "${imgui_draw}" "    return proggy_clean_ttf_compressed_data_base85;" font_end)
if(font_begin EQUAL -1 OR font_end LESS font_begin)
  message(FATAL_ERROR "${imgui_DIR}/imgui_draw.cpp has its default font elsewhere than cmake/Dependencies.cmake looks for it")
endif()
string(SUBSTRING "${imgui_draw}" 0 ${font_begin} imgui_draw)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/imgui/imgui_draw.cpp @ONLY CONTENT
"@imgui_draw@static const char* GetDefaultCompressedFontDataTTFBase85()
{
    IM_ASSERT(!\"the console brings its fonts\");
    abort();
}

#endif // #ifndef IMGUI_DISABLE
")
add_library(dds_imgui OBJECT ${imgui_DIR}/imgui.cpp ${CMAKE_BINARY_DIR}/imgui/imgui_draw.cpp ${imgui_DIR}/imgui_tables.cpp
            ${imgui_DIR}/imgui_widgets.cpp ${CMAKE_SOURCE_DIR}/shell/imgui_scan.cpp)
target_include_directories(dds_imgui SYSTEM PUBLIC ${imgui_DIR})
target_include_directories(dds_imgui PUBLIC ${CMAKE_SOURCE_DIR})
target_compile_definitions(dds_imgui PUBLIC IMGUI_USER_CONFIG="shell/imgui_config.h")
add_library(dds::imgui ALIAS dds_imgui)

# Renderer backend; compiled into the host that draws.
set(DDS_IMGUI_OPENGL3_SOURCES ${imgui_DIR}/backends/imgui_impl_opengl3.cpp)
add_library(dds_imgui_opengl3 STATIC EXCLUDE_FROM_ALL ${DDS_IMGUI_OPENGL3_SOURCES})
target_include_directories(dds_imgui_opengl3 SYSTEM PUBLIC ${imgui_DIR} ${imgui_DIR}/backends)
target_include_directories(dds_imgui_opengl3 PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_definitions(dds_imgui_opengl3 PUBLIC IMGUI_USER_CONFIG="shell/imgui_config.h")
if(DDS_WEB)
  target_compile_definitions(dds_imgui_opengl3 PRIVATE IMGUI_IMPL_OPENGL_ES3)
else()
  target_link_libraries(dds_imgui_opengl3 PUBLIC ${CMAKE_DL_LIBS})
endif()
add_library(dds::imgui_opengl3 ALIAS dds_imgui_opengl3)

if(NOT DDS_WEB)
  find_package(Threads REQUIRED)
endif()
if(NOT DDS_WEB AND NOT DDS_SANITIZE)
  include(NativeDependencies)
endif()
