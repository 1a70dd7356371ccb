#include "core/signing/sorted_by_name.h"

#include <algorithm>
#include <utility>

namespace dds::signing {

// Sorts pointers and moves every parameter once: sorting the parameters themselves moves each
// several times.
Parameters sorted_by_name(Parameters parameters) {
  std::vector<Parameter*> order;
  order.reserve(parameters.size());
  for (Parameter& parameter : parameters) order.push_back(&parameter);
  std::sort(order.begin(), order.end(),
            [](const Parameter* a, const Parameter* b) { return a->name < b->name; });
  Parameters sorted;
  sorted.reserve(order.size());
  for (Parameter* parameter : order) sorted.push_back(std::move(*parameter));
  return sorted;
}

}  // namespace dds::signing
