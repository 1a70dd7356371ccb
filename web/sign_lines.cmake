# build/web/sign-lines.js: the WebAssembly twin of `dds sign`, for node.
# Compiled synchronously: 3.1.6's asynchronous loader takes node's own fetch for a browser's.
add_executable(sign_lines ${CMAKE_CURRENT_LIST_DIR}/sign_lines.cpp)
target_link_libraries(sign_lines PRIVATE dds_core dds_warnings)
target_link_options(sign_lines PRIVATE -sENVIRONMENT=node -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1
                    -sWASM_ASYNC_COMPILATION=0)
set_target_properties(sign_lines PROPERTIES OUTPUT_NAME sign-lines RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
