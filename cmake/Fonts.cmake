# The console's fonts: Inter and JetBrains Mono (SIL Open Font License), cut down to the characters that the console
# draws, as files for the page and as arrays for programs.
#
#   ${DDS_FONTS_DIR}/inter_regular.otf, inter_semibold.otf, jetbrains_mono.ttf and licences/
#   target dds_fonts, header "fonts/console_fonts.h": dds::fonts::inter_regular(), inter_semibold(), jetbrains_mono()
include_guard(GLOBAL)

# shell/fonts.cpp asks for these. The browser draws the letters of Latin-1 as it does those of all other scripts: they
# would be 11 KB of the page.
if(DDS_WEB)
  set(DDS_FONT_CHARACTERS "20-7E,B7,2013,2014,2018-201D,2022,2026,2190-2193")
else()
  set(DDS_FONT_CHARACTERS "20-7E,A0-FF,2013,2014,2018-201D,2022,2026,2190-2193")
endif()
# ImGui places glyph by glyph: without layout tables half of the glyphs (ligatures, alternates) are never drawn.
# Outlines without subroutines are larger, and smaller once they are compressed.
set(DDS_FONT_LEFT_OUT --layout-features= --drop-tables+=GSUB,GPOS,GDEF,DSIG,STAT,name)
set(DDS_FONTS_DIR ${CMAKE_BINARY_DIR}/fonts)
# WebAssembly's toolchain restricts searches to its own tree; fonts are the machine's.
set(DDS_FONT_FOLDERS /usr/share/fonts /usr/local/share/fonts $ENV{HOME}/.local/share/fonts /Library/Fonts
                     $ENV{HOME}/Library/Fonts)
find_program(DDS_HB_SUBSET hb-subset PATHS /usr/bin /usr/local/bin /opt/homebrew/bin NO_CMAKE_FIND_ROOT_PATH)
if(NOT DDS_HB_SUBSET)
  message(STATUS "hb-subset is missing (Debian: libharfbuzz-bin): the fonts are taken whole, which is larger")
endif()

set(dds_font_files)
set(dds_font_sources)

# dds_font(<array> <file name> <result's ending> <package>)
function(dds_font array file ending package)
  find_file(DDS_FONT_${array} NAMES ${file} PATHS ${DDS_FONT_FOLDERS}
            PATH_SUFFIXES opentype/inter truetype/jetbrains-mono inter jetbrains-mono Inter JetBrainsMono rsms-inter-fonts
                          jetbrains-mono-fonts
            NO_CMAKE_FIND_ROOT_PATH)
  if(NOT DDS_FONT_${array})
    message(FATAL_ERROR "The font ${file} was not found: install it (Debian: ${package}), or name it with -D DDS_FONT_${array}=<path>.")
  endif()
  set(subset ${DDS_FONTS_DIR}/${array}.${ending})
  if(DDS_HB_SUBSET)
    add_custom_command(OUTPUT ${subset}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${DDS_FONTS_DIR}
      COMMAND ${DDS_HB_SUBSET} ${DDS_FONT_${array}} --unicodes=${DDS_FONT_CHARACTERS} --no-hinting
              --desubroutinize ${DDS_FONT_LEFT_OUT} --output-file=${subset}
      DEPENDS ${DDS_FONT_${array}} COMMENT "Cutting down ${file}" VERBATIM)
  else()
    add_custom_command(OUTPUT ${subset}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${DDS_FONTS_DIR}
      COMMAND ${CMAKE_COMMAND} -E copy ${DDS_FONT_${array}} ${subset}
      DEPENDS ${DDS_FONT_${array}} VERBATIM)
  endif()
  set(source ${DDS_FONTS_DIR}/${array}.cpp)
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${subset} -DOUTPUT=${source} -DARRAY=${array}
            -P ${CMAKE_SOURCE_DIR}/cmake/FontArray.cmake
    DEPENDS ${subset} ${CMAKE_SOURCE_DIR}/cmake/FontArray.cmake VERBATIM)
  set(dds_font_files ${dds_font_files} ${subset} PARENT_SCOPE)
  set(dds_font_sources ${dds_font_sources} ${source} PARENT_SCOPE)
  if(EXISTS /usr/share/doc/${package}/copyright)
    configure_file(/usr/share/doc/${package}/copyright ${DDS_FONTS_DIR}/licences/${package}.txt COPYONLY)
  endif()
endfunction()

dds_font(inter_regular Inter-Regular.otf otf fonts-inter)
dds_font(inter_semibold Inter-SemiBold.otf otf fonts-inter)
dds_font(jetbrains_mono JetBrainsMono-Regular.ttf ttf fonts-jetbrains-mono)

file(WRITE ${DDS_FONTS_DIR}/include/fonts/console_fonts.h.new
"// Made by cmake/Fonts.cmake: the bytes of the console's font files, alive for as long as the program.
#pragma once

#include <cstdint>
#include <span>

namespace dds::fonts {
std::span<const std::uint8_t> inter_regular();
std::span<const std::uint8_t> inter_semibold();
std::span<const std::uint8_t> jetbrains_mono();
}  // namespace dds::fonts
")
configure_file(${DDS_FONTS_DIR}/include/fonts/console_fonts.h.new ${DDS_FONTS_DIR}/include/fonts/console_fonts.h COPYONLY)

add_custom_target(dds_font_files DEPENDS ${dds_font_files}) # for a host that loads them beside itself
add_library(dds_fonts STATIC EXCLUDE_FROM_ALL ${dds_font_sources})
target_include_directories(dds_fonts PUBLIC ${DDS_FONTS_DIR}/include)
