#include "shell/model/rehearsal_store.h"

#include <algorithm>
#include <utility>

namespace dds::shell {
namespace {

constexpr std::string_view kKey = "rehearsals";
constexpr std::string_view kAside = "rehearsals-unreadable";
constexpr std::size_t kMostKept = 40;

}  // namespace

bool is_over(const backup::RehearsalRecord& record) {
  return record.state == backup::RehearsalRecord::State::Released ||
         record.state == backup::RehearsalRecord::State::NotMade;
}

RehearsalStore::RehearsalStore(Host& host) : host_(host) {
  read();
}

void RehearsalStore::read() {
  Result<backup::RehearsalBook> book = backup::read_rehearsals(host_.load(kKey).value_or(""));
  problem_.clear();
  if (book) {
    records_ = std::move(book->records);
  } else {
    problem_ = book.error().message;
  }
}

std::string RehearsalStore::text() const {
  std::string all;
  for (const backup::RehearsalRecord& record : records_) all += backup::to_line(record);
  return all;
}

Status RehearsalStore::append(std::string_view line) {
  read();  // another page of this host may have written to it
  if (!problem_.empty()) return make_error(ErrorCode::MalformedBody, problem_, {});
  Result<backup::RehearsalRecord> record = backup::from_line(line);
  if (!record) return record.error();
  const auto known = std::find_if(records_.begin(), records_.end(), [&](const auto& one) {
    return one.client_token == record->client_token;
  });
  if (known == records_.end()) {
    records_.push_back(*std::move(record));
  } else {
    *known = *std::move(record);
  }
  const auto finished = std::find_if(records_.begin(), records_.end(), is_over);
  if (records_.size() > kMostKept && finished != records_.end()) records_.erase(finished);
  const std::string all = text();
  if (Status problem = host_.save(kKey, all)) return problem;
  if (host_.load(kKey) == all) return std::nullopt;
  return make_error(ErrorCode::Io, "This place keeps no preferences.", {});
}

void RehearsalStore::start_anew() {
  host_.save(kAside, host_.load(kKey).value_or(""));
  host_.save(kKey, "");
  problem_.clear();
  records_.clear();
}

}  // namespace dds::shell
