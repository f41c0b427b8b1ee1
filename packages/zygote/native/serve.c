/* The zygote's loop: it waits for requests, forks and reaps, and runs no JavaScript meanwhile. */
#include "zygote.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sysexits.h>

/* Of libuv only these, declared here since uv.h does not come with the headers of Node-API. */
struct uv_loop_s;
extern int uv_loop_fork(struct uv_loop_s *loop);
extern void uv_update_time(struct uv_loop_s *loop);

/* How long the agents of a dead coordinator get to leave by themselves. */
enum { GRACE_MS = 500, STEP_MS = 10 };

/* In ascending order, what is open in the zygote and may stay open in a child. */
static const int32_t *kept;
static size_t kept_count;
static int requests, reports;

static void close_all_but_kept(void) {
  unsigned from = 0;
  for (size_t i = 0; i < kept_count; from = (unsigned)kept[i++] + 1) {
    if ((unsigned)kept[i] > from) syscall(SYS_close_range, from, kept[i] - 1, 0);
  }
  syscall(SYS_close_range, from, ~0U, 0);
}

/* Makes a fresh fork a process of its own. One that lacks something must not go on without it. */
static void become_child(const struct request *request, struct uv_loop_s *loop) {
  signal(SIGCHLD, SIG_DFL); /* The zygote's children are not its own. */
  close(requests); /* Its number may be that of the channel, and kept. */
  setsid(); /* Its own session and group, to be ended together with all that it starts. */
  for (uint32_t i = 0; i < request->head.fds; i++) {
    int target = request->head.targets[i];
    /* What lies above standard error must not leak into what the child starts in turn. */
    if (target > STDERR_FILENO) dup3(request->fds[i], target, O_CLOEXEC);
    else dup2(request->fds[i], target);
  }
  close_all_but_kept();
  /* A new epoll and new wake-up descriptors: what it inherited is shared. */
  if (revive_threads() < 0 || uv_loop_fork(loop) != 0) {
    dprintf(STDERR_FILENO, "a forked process could not be completed: %s\n", strerror(errno));
    _exit(EX_OSERR);
  }
  uv_update_time(loop); /* The loop's clock stood still while the zygote waited. */
}

/* Returns 0 in the child, and in the zygote anything else. */
static pid_t fork_for(const struct request *request, struct uv_loop_s *loop) {
  sigset_t all, before; /* A handler that ran before the child is itself would speak for the zygote. */
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  /* Gone to here and not in the child, so that a wrong directory is refused like a failed start. */
  pid_t pid = chdir(request->words) < 0 ? -1 : fork();
  int failure = errno;
  if (pid == 0) become_child(request, loop);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (pid > 0) report(reports, "forked %u %d\n", request->head.id, pid);
  if (pid < 0) report(reports, "refused %u %d\n", request->head.id, failure);
  return pid;
}

static void end_with_children(void) {
  for (int waited = 0; reap_children(reports); waited += STEP_MS) {
    if (waited >= GRACE_MS) kill_children();
    poll(NULL, 0, STEP_MS);
  }
  _exit(0);
}

/*
 * serve(requests, reports, kept, idle): in each child it returns [pid, words]; in the zygote it returns only
 * when it cannot begin, a negated errno. The end of requests means that no more will come: it leaves
 * with its last child. The end of reports, which the coordinator never writes to, means that it wants
 * an end or is gone.
 */
napi_value serve(napi_env env, napi_callback_info info) {
  struct arguments with = take(env, info);
  requests = with.numbers[0];
  reports = with.numbers[1];
  napi_get_typedarray_info(env, with.values[2], NULL, &kept_count, (void **)&kept, NULL, NULL);
  size_t idle_count = 0;
  const int32_t *idle = NULL;
  napi_get_typedarray_info(env, with.values[3], NULL, &idle_count, (void **)&idle, NULL, NULL);
  struct uv_loop_s *loop = NULL;
  napi_get_uv_event_loop(env, &loop);
  /* Older kernels and some sandboxes refuse it: then a child would keep what is not its own. */
  if (syscall(SYS_close_range, ~0U, ~0U, 0) < 0) return number_of(env, -errno);
  int children = watch_children();
  if (children < 0) return number_of(env, children);
  /* Once is enough: from here to the child nothing of V8 runs, so it maps and marks nothing. */
  int failure = 0;
  for (size_t i = 0; i < idle_count && failure == 0; i++) failure = park_thread(idle[i]);
  if (failure == 0) failure = ready_memory();
  if (failure < 0) return number_of(env, failure);
  /* While modules were imported the kernel would have ended this process with its parent. From now on
   * the end of reports does, which leaves the children a moment. */
  prctl(PR_SET_PDEATHSIG, 0);
  report(reports, "ready\n");

  struct pollfd polled[] = {{reports, POLLRDHUP, 0}, {children, POLLIN, 0}, {requests, POLLIN, 0}};
  for (int any = 0;;) {
    if (poll(polled, 3, -1) < 0) continue; /* EINTR: a child has ended, its byte is in the pipe. */
    if (polled[0].revents != 0) end_with_children();
    if (polled[1].revents != 0) any = reap_children(reports);
    if (polled[2].revents != 0) {
      struct request request;
      int got = receive_request(requests, &request);
      if (got == 0) polled[2].fd = -1;
      if (got < 0) report(reports, "refused %u %d\n", request.head.id, -got);
      if (got > 0 && fork_for(&request, loop) == 0) {
        napi_value words = NULL;
        const char *after_directory = request.words + strlen(request.words) + 1;
        napi_create_string_utf8(env, after_directory, NAPI_AUTO_LENGTH, &words);
        return pair_of(env, number_of(env, getpid()), words);
      }
      close_request(&request);
      any = any || got > 0;
    }
    if (polled[2].fd < 0 && !any) _exit(0);
  }
}
