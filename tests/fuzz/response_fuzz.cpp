// Any bytes as an answer: the first one picks the status, the rest is the body.
#include "core/api/backups.h"
#include "core/api/instance.h"
#include "core/base/utf8.h"
#include "core/response/answer.h"
#include "tests/core/response/library_json.h"
#include "tests/fuzz/harness.h"

using namespace dds;
using fuzz::must;

namespace {

void check_error(const Error& error) {
  must(!error.message.empty() && error.message.ends_with('.'), "an error is a sentence");
  must(is_valid_utf8(error.message) && is_valid_utf8(error.detail), "an error is valid UTF-8");
}

template <class T>
void check_read(const Result<T>& result) {
  if (!result) check_error(result.error());
}

void check_answer(const response::Answer& answer) {
  must(answer.data->is_object(), "an answer is an object");
  must(answer.status >= 200 && answer.status < 300, "an answer has a success status");
  check_read(api::read_create_backup(answer));
  check_read(api::read_backup_tasks(answer));
  check_read(api::read_backups(answer));
  check_read(api::read_cluster_backups(answer));
  check_read(api::read_instances(answer));
  check_read(api::read_instance(answer, "dds-bp1"));
  check_read(api::read_regions(answer));
  const std::string text = answer.data->dump();
  const Result<response::Reply> again = response::parse({answer.status, {}, text});
  must(again.ok(), "an answer that was written down is read again");
  const auto* same = std::get_if<response::Answer>(&*again);
  must(same != nullptr && *same->data == *answer.data,
       "an answer that was written down is read the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int status = data[0] == '2'   ? 200
                     : data[0] == '3' ? 302
                     : data[0] == '4' ? 400
                     : data[0] == '5' ? 502
                                      : data[0];
  const HttpHeaders headers = {
      {"x-acs-retry-after", std::string(fuzz::text_of(data, size < 8 ? size : 8))}};
  must(response::test::difference_from_library(std::string(fuzz::text_of(data + 1, size - 1)))
           .empty(),
       "JSON is read as the library reads it");
  const Result<response::Reply> reply =
      response::parse({status, headers, std::string(fuzz::text_of(data + 1, size - 1))});
  if (!reply) {
    check_error(reply.error());
  } else if (const auto* answer = std::get_if<response::Answer>(&*reply)) {
    check_answer(*answer);
  } else {
    const auto& refusal = *std::get_if<response::ApiError>(&*reply);
    must(!refusal.code.empty(), "a refusal has a code");
    must(is_valid_utf8(refusal.message) && is_valid_utf8(refusal.code), "a refusal is valid UTF-8");
    must(!refusal.retry_after || refusal.retry_after->count() >= 0, "a wait is not negative");
  }
  return 0;
}
