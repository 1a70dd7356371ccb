// Ctrl-C and friends, without doing anything inside a signal handler but setting a flag.
#pragma once

namespace dds::platform {

/// A closed pipe becomes a failed write instead of the end of the program. Call once, first thing.
void ignore_broken_pipes();

/// From now on SIGINT and SIGTERM are only noted; system calls that wait return early.
void note_interrupts();
/// True once SIGINT or SIGTERM came after `note_interrupts()`.
[[nodiscard]] bool interrupted();

/// Blocks SIGINT and SIGTERM in this thread and in those that it starts from now on: for programs
/// that wait for the signal in one place, with `wait_for_interrupt()`.
void block_interrupts();
/// Returns the number of the signal that came: SIGINT or SIGTERM.
int wait_for_interrupt();

}  // namespace dds::platform
