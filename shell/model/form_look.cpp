#include "shell/model/form_look.h"

#include <string>
#include <variant>
#include <vector>

#include "core/api/backups.h"
#include "core/api/instance.h"
#include "shell/model/problem.h"

namespace dds::shell {

void FormLook::start(const Session& session, bool has_page_origin) {
  ++generation_;
  const std::string id = form_.instance().id;
  ask(session, api::describe_instance(id), has_page_origin,
      [this, id](const response::Answer& answer) {
        const Result<api::Instance> instance = api::read_instance(answer, id);
        if (instance) return form_.take_instance(*instance);
        form_.take_check_problem(problem_of(instance.error()));
      });
  ask(session, api::describe_backup_tasks(id), has_page_origin,
      [this](const response::Answer& answer) {
        const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
        if (jobs) return form_.take_jobs(*jobs);
        form_.take_check_problem(problem_of(jobs.error()));
      });
}

void FormLook::ask(const Session& session, const api::Call& call, bool has_page_origin,
                   std::function<void(const response::Answer&)> take) {
  session.driver->call(
      call,
      [this, generation = generation_, connection = session.connection, has_page_origin,
       take = std::move(take)](auto outcome) {
        if (generation != generation_) return;
        changed_();
        if (const auto* failure = std::get_if<backup::NotReplied>(&outcome))
          return form_.take_check_problem(problem_of(*failure, connection->route, has_page_origin));
        const response::Reply& reply = *std::get_if<response::Reply>(&outcome);
        if (const auto* refusal = std::get_if<response::ApiError>(&reply))
          return form_.take_check_problem(problem_of(*refusal, connection->credentials));
        take(*std::get_if<response::Answer>(&reply));
      },
      true);
}

}  // namespace dds::shell
