/* What the parts of the native side offer each other. Linux only: everything here is about fork. */
#pragma once
#define _GNU_SOURCE
#define NAPI_VERSION 8
#include <errno.h>
#include <node_api.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

enum { MAX_FDS = 4, MAX_WORDS = 131072 };

/* The descriptors of a message, as the kernel wants them: their numbers lie right after the header. */
struct rights {
  struct cmsghdr header;
  int fds[MAX_FDS];
};

/* One request for a fork. The coordinator writes the head: src/zygote/request.ts. */
struct request {
  struct {
    uint32_t id, fds;         /* how many descriptors come with it */
    int32_t targets[MAX_FDS]; /* which number each shall have in the child */
  } head;
  int fds[MAX_FDS];
  char *words; /* a working directory, NUL, then what the child is to do, as JSON */
  size_t length;
};

int ready_memory(void);
int receive_request(int socket, struct request *request);
void close_request(const struct request *request);
int watch_children(void);
int reap_children(int reports);
void kill_children(void);
void report(int reports, const char *format, ...) __attribute__((format(printf, 2, 3)));
int park_thread(pid_t tid);
int revive_threads(void);
napi_value serve(napi_env env, napi_callback_info info);

/* The arguments of a call from JavaScript, and those that are numbers as numbers. */
struct arguments {
  napi_value values[4];
  int32_t numbers[4];
};
struct arguments take(napi_env env, napi_callback_info info);
napi_value number_of(napi_env env, int64_t number);
napi_value pair_of(napi_env env, napi_value first, napi_value second);
