#include "core/backup/list_instances.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/api/endpoint.h"

namespace dds::backup {
namespace {

// Serverless instances are a third kind, which the service lists apart; they are left out, since
// none of the documents about backups speaks of them.
constexpr std::array<std::string_view, 2> kKinds{"replicate", "sharding"};
constexpr std::int32_t kPageSize = 100;
constexpr std::int32_t kMostPages = 1'000;  // an end, should the service never give one

}  // namespace

ListInstances::ListInstances(std::string region_id, StepLimits limits, std::uint64_t jitter_seed,
                             std::vector<api::Tag> tags)
    : Stepwise(limits, jitter_seed), tags_(std::move(tags)) {
  progress_.region_id = std::move(region_id);
  progress_.sentence = "Waiting to begin";
}

void ListInstances::begin() {
  progress_.sentence = "Listing instances";
  if (!progress_.region_id.empty()) {
    if (const Status error = api::check_region_id(progress_.region_id))
      return done(Outcome::Refused, "Nothing was sent", error->message);
  }
  next_page();
}

void ListInstances::next_page() {
  read(
      api::describe_instances(progress_.region_id, kKinds[kind_], page_, kPageSize, tags_),
      [this](const response::Answer& answer) {
        Result<api::InstancePage> page = api::read_instances(answer);
        if (!page) return Status(page.error());
        const bool empty = page->instances.empty();
        listed_ += static_cast<std::int64_t>(page->instances.size());
        for (api::Instance& instance : page->instances) {
          const bool known =
              std::any_of(progress_.instances.begin(), progress_.instances.end(),
                          [&](const api::Instance& other) { return other.id == instance.id; });
          // Looked at here as well: a service that does not know the filter lists all.
          if (!known && api::may_carry(instance, tags_))
            progress_.instances.push_back(std::move(instance));
        }
        const bool last =
            empty || page_ >= kMostPages || std::int64_t{page_} * kPageSize >= page->total_count;
        ++page_;
        // A list that ends before its own count is not a whole one. The count is this page's, since
        // instances may be released meanwhile.
        if (last && listed_ < page->total_count)
          progress_.unlisted.push_back({std::string(kKinds[kind_]),
                                        "The service counts " + std::to_string(page->total_count) +
                                            " and lists " + std::to_string(listed_) + "."});
        last ? next_kind() : next_page();
        return Status{};
      },
      [this](const Failure& failure) {
        progress_.unlisted.push_back({std::string(kKinds[kind_]), failure.sentence});
        if (progress_.instances.empty() && progress_.unlisted.size() == kKinds.size())
          return fail(failure);
        next_kind();
      });
}

void ListInstances::next_kind() {
  page_ = 1;
  listed_ = 0;
  if (++kind_ < kKinds.size()) return next_page();
  done(Outcome::Done, std::to_string(progress_.instances.size()) +
                          (progress_.instances.size() == 1 ? " instance" : " instances"));
}

}  // namespace dds::backup
