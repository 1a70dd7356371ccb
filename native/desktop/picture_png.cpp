#include <png.h>

#include <filesystem>
#include <system_error>

#include "native/desktop/picture.h"

namespace dds::desktop {

Status write_png(const Picture& picture, const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code problem;
  if (!folder.empty()) std::filesystem::create_directories(folder, problem);
  if (problem) {
    return make_error(
        ErrorCode::Io,
        "Cannot make the folder of the picture " + path + ": " + problem.message() + ".", path);
  }
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, path.c_str(), 0, picture.rgb.data(), picture.width * 3,
                              nullptr) == 0) {
    return make_error(ErrorCode::Io,
                      "Cannot write the picture " + path + ": " + image.message + ".", path);
  }
  return std::nullopt;
}

}  // namespace dds::desktop
