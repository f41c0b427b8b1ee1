/* The zygote is the parent of what it forks: it alone can reap, and it tells how each ended. */
#include "zygote.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static int wake[2];

/* Writes one line: the socket waits until it has room for all of it. A coordinator that is gone is
 * noticed where the socket is polled. */
void report(int reports, const char *format, ...) {
  char line[128];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  while (write(reports, line, length) < 0 && errno == EINTR) continue;
}

static void on_child(int signal) {
  int kept = errno;
  if (write(wake[1], "c", 1) < 0) errno = kept; /* Full is fine: one byte says all there is to say. */
}

/*
 * A handler and a pipe, not a signalfd: the kernel would hand SIGCHLD to a thread of Node's that does
 * not block it, and drop it there. Returns what to poll, or a negated errno.
 */
int watch_children(void) {
  if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0) return -errno;
  struct sigaction action = {.sa_handler = on_child, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
  return sigaction(SIGCHLD, &action, NULL) < 0 ? -errno : wake[0];
}

/* Reports whoever has ended. Returns whether there are children left. */
int reap_children(int reports) {
  char bytes[64];
  while (read(wake[0], bytes, sizeof bytes) > 0) continue;
  for (;;) {
    siginfo_t ended = {0};
    int status;
    if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) < 0) return 0; /* ECHILD */
    if (ended.si_pid == 0) return 1;
    /* Until it is reaped its number is nobody else's: what it left in its group goes with it now. */
    kill(-ended.si_pid, SIGKILL);
    if (waitpid(ended.si_pid, &status, 0) > 0) report(reports, "exit %d %d\n", ended.si_pid, status);
  }
}

/* Ends every child with its group. The kernel keeps the list: it cannot be out of date. */
void kill_children(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
  FILE *children = fopen(path, "re");
  for (int pid; children != NULL && fscanf(children, "%d", &pid) == 1;) kill(-pid, SIGKILL);
  if (children != NULL) fclose(children);
}
