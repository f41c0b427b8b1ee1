/*
 * posix-spawn N: starts a process that does nothing but say that it is there, N times, one after
 * another, and prints for each how long that took, in nanoseconds, to its word. It spawns itself.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **words) {
  if (count < 2) return write(STDOUT_FILENO, "r", 1) == 1 ? 0 : 1;
  for (int left = atoi(words[1]); left > 0; left--) {
    int ends[2];
    char said;
    pid_t pid;
    long long asked = now();
    if (pipe(ends) < 0) return 1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    char *self[] = {words[0], NULL}, *nothing[] = {NULL};
    if (posix_spawn(&pid, words[0], &actions, NULL, self, nothing) != 0) return 1;
    if (read(ends[0], &said, 1) != 1) return 1;
    printf("%lld\n", now() - asked);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    close(ends[1]);
    waitpid(pid, NULL, 0);
  }
  return 0;
}
