// Built where libpng is missing: a script that takes a picture fails with this sentence.
#include "native/desktop/picture.h"

namespace dds::desktop {

Status write_png(const Picture& /*picture*/, const std::string& path) {
  return make_error(ErrorCode::Io,
                    "Cannot write the picture " + path +
                        ": this program was built without libpng; build it again with it.",
                    path);
}

}  // namespace dds::desktop
