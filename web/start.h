// How the console starts in the page: from what `dds serve` tells in config.json, or plain where
// there is no such file.
#pragma once

#include <string>
#include <string_view>

#include "shell/console.h"

namespace dds::web {

/// `config` is config.json's text: {"origin", "emulator", "endpoint", "test_credentials":
/// {"access_key_id", "access_key_secret"}}, empty when the page's server has none. `page_origin` is
/// where the page itself came from. With the emulator the console starts connected to it; a page
/// from `dds serve` may go through its proxy. Anything that is not as expected is left out.
[[nodiscard]] shell::Start start_of(std::string_view config, std::string_view page_origin);

}  // namespace dds::web
