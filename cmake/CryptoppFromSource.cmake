# Crypto++ from its sources, for WebAssembly and for machines without a package: the part that HMAC and SHA need,
# without assembler.
# Its sources throw: emcc's default turns a throw into an abort, and our code checks sizes before it calls, so that
# none is reached.
set(include_dir ${CMAKE_BINARY_DIR}/include/cryptopp)
if(NOT EXISTS ${include_dir}/cryptopp)
  file(MAKE_DIRECTORY ${include_dir})
  file(CREATE_LINK ${cryptopp_DIR} ${include_dir}/cryptopp SYMBOLIC)
endif()
set(sources)
if(DDS_WEB)
  # No more than the hashes: a static initialiser of the big numbers alone keeps 50 KB of the page alive. What misc.cpp
  # would like of them is dropped when the page is linked.
  set(units cryptlib misc fips140 allocate iterhash sha hmac)
  list(APPEND sources ${CMAKE_SOURCE_DIR}/cmake/cryptopp_templates.cpp)
else()
  set(units cryptlib cpu misc filters fips140 algparam mqueue queue hmac sha iterhash base64 basecode hex allocate
            integer nbtheory algebra asn strciphr rng randpool rijndael modes des dessp dll eprecomp gfpcrypt
            osrng)
endif()
foreach(unit IN LISTS units)
  list(APPEND sources ${cryptopp_DIR}/${unit}.cpp)
endforeach()
add_library(dds_cryptopp STATIC ${sources})
target_include_directories(dds_cryptopp SYSTEM PUBLIC ${include_dir})
target_compile_definitions(dds_cryptopp PUBLIC CRYPTOPP_DISABLE_ASM)
target_compile_options(dds_cryptopp PRIVATE -w)
add_library(dds::cryptopp ALIAS dds_cryptopp)
