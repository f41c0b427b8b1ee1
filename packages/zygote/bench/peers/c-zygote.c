/*
 * A zygote without Node: it takes the same requests over the same socket, with the same code, and its
 * children say the same hello. What a start costs here, no zygote of Node can go below.
 */
#include "zygote.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

enum { REQUESTS = 3, REPORTS = 4, CHANNEL = 3 };

static void say(const char *text, size_t length) {
  if (write(CHANNEL, text, length) != (ssize_t)length) _exit(1);
}

/* The value of a variable in the words of a request; none of those wanted needs JSON's escapes. */
static void copy_value(const char *words, const char *name, char *value, size_t room) {
  char key[64];
  snprintf(key, sizeof key, "\"%s\":\"", name);
  const char *at = strstr(words, key);
  if (at == NULL) _exit(1);
  at += strlen(key);
  snprintf(value, room, "%.*s", (int)strcspn(at, "\""), at);
}

static void say_hello(const char *words) {
  char agent[80], incarnation[24], token[80], line[400];
  copy_value(words, "MUSTER_AGENT", agent, sizeof agent);
  copy_value(words, "MUSTER_INCARNATION", incarnation, sizeof incarnation);
  copy_value(words, "MUSTER_TOKEN", token, sizeof token);
  int length = snprintf(line, sizeof line,
                        "{\"type\":\"hello\",\"protocol\":1,\"agent\":\"%s\",\"incarnation\":%s,"
                        "\"token\":\"%s\"}\n{\"type\":\"ready\"}\n",
                        agent, incarnation, token);
  say(line, length);
}

/* Answers each task with its payload. A line is one read: the coordinator waits for the answer. */
static void serve_tasks(void) {
  static char line[65536], answer[65600];
  for (ssize_t got; (got = read(CHANNEL, line, sizeof line - 1)) > 0;) {
    line[got] = '\0';
    const char *id = strstr(line, "\"id\":"), *payload = strstr(line, "\"payload\":");
    if (strstr(line, "\"type\":\"task\"") == NULL || id == NULL) _exit(0);
    int length = snprintf(answer, sizeof answer, "{\"type\":\"result\",\"id\":%d,\"value\":%.*s}\n",
                          atoi(id + 5), payload == NULL ? 4 : (int)(strcspn(payload, "\n") - 11),
                          payload == NULL ? "null" : payload + 10);
    say(answer, length);
  }
  _exit(0);
}

static void become_child(const struct request *request) {
  signal(SIGCHLD, SIG_DFL);
  close(REQUESTS);
  setsid();
  for (uint32_t i = 0; i < request->head.fds; i++) {
    int target = request->head.targets[i];
    dup3(request->fds[i], target, target > STDERR_FILENO ? O_CLOEXEC : 0);
  }
  syscall(SYS_close_range, CHANNEL + 1, ~0U, 0);
  say_hello(request->words + strlen(request->words) + 1);
  serve_tasks();
}

int main(void) {
  int children = watch_children();
  report(REPORTS, "ready\n");
  struct pollfd polled[] = {{REPORTS, 0, 0}, {children, POLLIN, 0}, {REQUESTS, POLLIN, 0}};
  for (;;) {
    if (poll(polled, 3, -1) < 0) continue;
    if (polled[0].revents != 0) _exit(0); /* Its children see the end of their channels. */
    if (polled[1].revents != 0) reap_children(REPORTS);
    if (polled[2].revents == 0) continue;
    struct request request;
    int got = receive_request(REQUESTS, &request);
    if (got == 0) polled[2].fd = -1;
    if (got < 0) report(REPORTS, "refused %u %d\n", request.head.id, -got);
    if (got > 0) {
      pid_t pid = chdir(request.words) < 0 ? -1 : fork();
      if (pid == 0) become_child(&request);
      if (pid > 0) report(REPORTS, "forked %u %d\n", request.head.id, pid);
      else report(REPORTS, "refused %u %d\n", request.head.id, errno);
    }
    close_request(&request);
  }
}
