// The look at an instance before its backup is started: as it is now, and what runs on it. Tells
// the form, which judges it.
//
// Owned by the Model. A newer look, or `drop`, makes what is still on its way count for nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "core/api/call.h"
#include "core/backup/operation.h"
#include "core/response/answer.h"
#include "shell/model/backup_form.h"
#include "shell/model/session.h"

namespace dds::shell {

class FormLook {
 public:
  FormLook(BackupForm& form, std::function<void()> changed)
      : form_(form), changed_(std::move(changed)) {}

  /// At the form's instance.
  void start(const Session& session, bool has_page_origin);
  void drop() { ++generation_; }

 private:
  void ask(const Session& session, const api::Call& call, bool has_page_origin,
           std::function<void(const response::Answer&)> take);

  BackupForm& form_;
  std::function<void()> changed_;
  std::uint64_t generation_ = 0;
};

}  // namespace dds::shell
