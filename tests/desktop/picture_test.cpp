#include "native/desktop/picture.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/desktop/temporary_folder.h"

#ifdef DDS_HAS_PNG
#include <png.h>

TEST_CASE("a picture is written as PNG with every pixel in its place") {
  const dds::desktop::TemporaryFolder folder;
  const std::string path = (folder.path() / "new" / "picture.png").string();
  const dds::desktop::Picture picture{
      .width = 3, .height = 2, .rgb = {255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
  REQUIRE_FALSE(dds::desktop::write_png(picture, path));

  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&image, path.c_str()) != 0);
  image.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
  REQUIRE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) != 0);
  CHECK(image.width == 3);
  CHECK(image.height == 2);
  CHECK(pixels == picture.rgb);
}
#endif

TEST_CASE("a picture that cannot be written gives one sentence with its path") {
  const dds::desktop::Picture picture{.width = 1, .height = 1, .rgb = {0, 0, 0}};
  const dds::Status problem = dds::desktop::write_png(picture, "/proc/nowhere/picture.png");
  REQUIRE(problem);
  CHECK(problem->message.find("/proc/nowhere/picture.png") != std::string::npos);
}
