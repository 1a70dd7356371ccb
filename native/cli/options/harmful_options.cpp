#include "native/cli/options/harmful_options.h"

#include <algorithm>
#include <array>

namespace dds::cli {
namespace {

// How such names begin, and what of them has to be typed.
struct Harm {
  std::string_view beginning;
  std::string_view part;
};
constexpr std::array<Harm, 9> kHarms{{{"yes", "yes"},
                                      {"insecure", "insec"},
                                      {"allow", "allow"},
                                      {"unlisted", "unlist"},
                                      {"another", "another"},
                                      {"clean-up", "clean"},
                                      {"forever", "forev"},
                                      {"force", "force"},
                                      {"delete", "delete"}}};

}  // namespace

std::string_view harm_of_option(std::string_view name) {
  const auto found = std::find_if(kHarms.begin(), kHarms.end(), [&](const Harm& harm) {
    return name.starts_with(harm.beginning);
  });
  return found == kHarms.end() ? std::string_view{} : found->part;
}

}  // namespace dds::cli
