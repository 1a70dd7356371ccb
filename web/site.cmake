# Puts the site together from the page's files and the program: -DPAGE -DPROGRAM -DSITE -DFONTS -DIMGUI -DCRYPTOPP
# -DPUGIXML -DROOT -DNODE -DBROTLI -DGZIP. index.html comes last: it is what the build looks at.
file(REMOVE_RECURSE ${SITE})
file(MAKE_DIRECTORY ${SITE}/licences)
file(COPY ${PAGE}/style.css ${PAGE}/boot.js ${PAGE}/favicon.svg ${PROGRAM}/console.js ${PROGRAM}/console.wasm
     ${PROGRAM}/workbench.js ${PROGRAM}/workbench.wasm DESTINATION ${SITE})

set(terser ${ROOT}/node_modules/terser/bin/terser)
if(EXISTS ${terser})
  foreach(script console.js workbench.js boot.js)
    execute_process(COMMAND ${NODE} ${terser} ${SITE}/${script} --compress passes=2 --mangle --ecma 2020 -o ${SITE}/${script}
                    COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endif()

file(GLOB font_licences ${FONTS}/licences/*)
file(COPY ${font_licences} ${ROOT}/LICENSE DESTINATION ${SITE}/licences)
file(RENAME ${SITE}/licences/LICENSE ${SITE}/licences/dds-console.txt)
foreach(pair "IMGUI|LICENSE.txt|imgui" "CRYPTOPP|License.txt|cryptopp" "PUGIXML|LICENSE.md|pugixml")
  string(REPLACE "|" ";" pair "${pair}")
  list(GET pair 0 root)
  list(GET pair 1 file)
  list(GET pair 2 name)
  if(EXISTS ${${root}}/${file})
    configure_file(${${root}}/${file} ${SITE}/licences/${name}.txt COPYONLY)
  endif()
endforeach()
if(EXISTS /usr/share/doc/nlohmann-json3-dev/copyright)
  configure_file(/usr/share/doc/nlohmann-json3-dev/copyright ${SITE}/licences/nlohmann-json.txt COPYONLY)
endif()

file(SIZE ${SITE}/console.wasm WASM_SIZE)
configure_file(${PAGE}/index.html ${SITE}/index.html @ONLY)

file(GLOB files ${SITE}/*.html ${SITE}/*.css ${SITE}/*.js ${SITE}/*.svg ${SITE}/*.wasm)
foreach(file IN LISTS files)
  if(BROTLI)
    execute_process(COMMAND ${BROTLI} --best --keep --force ${file} COMMAND_ERROR_IS_FATAL ANY)
  endif()
  if(GZIP)
    execute_process(COMMAND ${GZIP} -9 --keep --force --no-name ${file} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
