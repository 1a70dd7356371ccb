#include "native/platform/signals.h"

#include <pthread.h>

#include <csignal>

namespace dds::platform {
namespace {

volatile std::sig_atomic_t interrupt_noted = 0;

extern "C" void note_interrupt(int) {
  interrupt_noted = 1;
}

constexpr int kInterrupts[] = {SIGINT, SIGTERM, SIGHUP};

// Whoever starts a program with nohup wants it to outlive the terminal.
bool stays_ignored(int number) {
  struct sigaction present {};
  return number == SIGHUP && sigaction(number, nullptr, &present) == 0 &&
         present.sa_handler == SIG_IGN;
}

sigset_t interrupts() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : kInterrupts)
    if (!stays_ignored(number)) sigaddset(&set, number);
  return set;
}

}  // namespace

void ignore_broken_pipes() {
  std::signal(SIGPIPE, SIG_IGN);
}

void note_interrupts() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // no SA_RESTART: waiting calls shall return
  for (const int number : kInterrupts)
    if (!stays_ignored(number)) sigaction(number, &action, nullptr);
}

bool interrupted() {
  return interrupt_noted != 0;
}

void block_interrupts() {
  const sigset_t set = interrupts();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int wait_for_interrupt() {
  const sigset_t set = interrupts();
  int number = 0;
  while (sigwait(&set, &number) != 0) {
  }
  return number;
}

}  // namespace dds::platform
