# dds_add_tests(<executable> SOURCES a_test.cpp ... LIBRARIES ...): one doctest program, one CTest test a source file,
# so that ctest runs them in parallel and a failure names its file. Under node in the web preset.
# Tests read data below DDS_TEST_DATA (tests/vectors).
add_library(dds_test_asserts INTERFACE)
target_link_libraries(dds_test_asserts INTERFACE dds::doctest)
if(DDS_WEB)
  target_compile_definitions(dds_test_asserts INTERFACE DOCTEST_CONFIG_NO_EXCEPTIONS_BUT_WITH_ALL_ASSERTS
                                                  DOCTEST_CONFIG_NO_POSIX_SIGNALS)
endif()
add_library(dds_test_main STATIC EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tests/main.cpp)
target_link_libraries(dds_test_main PUBLIC dds_test_asserts)
target_compile_definitions(dds_test_main PUBLIC DDS_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/vectors")

function(dds_add_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE dds_test_main dds_warnings ${arg_LIBRARIES})
  list(LENGTH arg_SOURCES files)
  if(files GREATER 4)
    dds_precompile(${name} <doctest/doctest.h> <nlohmann/json.hpp>)
  endif()
  if(DDS_WEB)
    # Linking optimises all of core once more for each of the programs; theirs need not be fast.
    target_compile_options(${name} PRIVATE -O1)
    target_link_options(${name} PRIVATE -O1 -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=1MB -sEXIT_RUNTIME=1)
  endif()
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(GET source STEM stem)
    if(NOT stem MATCHES "_test$")
      continue() # a helper, not a file of tests
    endif()
    add_test(NAME ${name}.${stem} COMMAND ${name} --source-file=*/${stem}.cpp --no-skipped-summary)
    # A file name that matches no case must not count as a pass.
    set_tests_properties(${name}.${stem} PROPERTIES FAIL_REGULAR_EXPRESSION "test cases: +0 " TIMEOUT 900)
  endforeach()
endfunction()
