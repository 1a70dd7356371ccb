// Ctrl-C (SIGINT), SIGTERM and a lost terminal (SIGHUP): all three end a program in the same way.
// Nothing is done inside a signal handler but setting a flag. SIGHUP stays ignored where it was
// when the program started, as under nohup.
#pragma once

namespace dds::platform {

/// A closed pipe becomes a failed write instead of the end of the program. Call once, first thing.
void ignore_broken_pipes();

/// From now on these signals are only noted; system calls that wait return early.
void note_interrupts();
/// True once one of them came after `note_interrupts()`.
[[nodiscard]] bool interrupted();

/// Blocks these signals in this thread and in those that it starts from now on: for programs
/// that wait for the signal in one place, with `wait_for_interrupt()`.
void block_interrupts();
/// Returns the number of the signal that came.
int wait_for_interrupt();

}  // namespace dds::platform
