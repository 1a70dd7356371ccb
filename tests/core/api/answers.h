// Bodies -> Answers for the tests of the read_ functions, through the real parser.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "core/response/answer.h"

namespace dds::test {

inline response::Answer answer_of(std::string body) {
  const Result<response::Reply> reply = response::parse({200, {}, std::move(body)});
  REQUIRE(reply.ok());
  const auto* answer = reply ? std::get_if<response::Answer>(&*reply) : nullptr;
  REQUIRE(answer != nullptr);
  return answer != nullptr ? *answer : response::Answer{};
}

}  // namespace dds::test
