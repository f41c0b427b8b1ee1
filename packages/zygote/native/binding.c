/* What JavaScript finds: serve for the zygote, and what a coordinator needs that Node does not offer. */
#include "zygote.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>

struct arguments take(napi_env env, napi_callback_info info) {
  struct arguments with = {.numbers = {-1, -1, -1, -1}};
  size_t count = 4;
  napi_get_cb_info(env, info, &count, with.values, NULL, NULL);
  /* Where it is no number this fails and changes nothing. */
  for (int i = 0; i < 4; i++) napi_get_value_int32(env, with.values[i], &with.numbers[i]);
  return with;
}

napi_value number_of(napi_env env, int64_t number) {
  napi_value value = NULL;
  napi_create_int64(env, number, &value);
  return value;
}

napi_value pair_of(napi_env env, napi_value first, napi_value second) {
  napi_value pair = NULL;
  napi_create_array_with_length(env, 2, &pair);
  napi_set_element(env, pair, 0, first);
  napi_set_element(env, pair, 1, second);
  return pair;
}

/* exitNow(code): leaves without Node's teardown, which would wait for threads fork did not copy. */
static napi_value exit_now(napi_env env, napi_callback_info info) {
  _exit(take(env, info).numbers[0]);
}

/* dieWithParent(pid): has the kernel kill this process with its parent, and tells whether the parent
 * is still the one expected: it may have died before the kernel was asked. */
static napi_value die_with_parent(napi_env env, napi_callback_info info) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return number_of(env, getppid() == take(env, info).numbers[0]);
}

/* socketPair(messages): two connected sockets, for whole messages (1) or bytes (0). Closed on exec: an
 * end that leaked into another process would hide the end of this one. */
static napi_value socket_pair(napi_env env, napi_callback_info info) {
  int fds[2], type = take(env, info).numbers[0] == 1 ? SOCK_SEQPACKET : SOCK_STREAM;
  if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds) < 0) return number_of(env, -errno);
  return pair_of(env, number_of(env, fds[0]), number_of(env, fds[1]));
}

/* close(fd). Not by node:fs, which in a worker thread complains of descriptors it has not opened. */
static napi_value close_fd(napi_env env, napi_callback_info info) {
  return number_of(env, close(take(env, info).numbers[0]));
}

/* sendRequest(socket, bytes, fds): 0, or a negated errno; EAGAIN when the socket is full. */
static napi_value send_request(napi_env env, napi_callback_info info) {
  struct arguments with = take(env, info);
  struct iovec bytes;
  void *fds;
  size_t count;
  napi_get_buffer_info(env, with.values[1], &bytes.iov_base, &bytes.iov_len);
  napi_get_typedarray_info(env, with.values[2], NULL, &count, &fds, NULL, NULL);
  if (count > MAX_FDS) return number_of(env, -EINVAL);
  struct rights rights = {{.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
  rights.header.cmsg_len = CMSG_LEN(sizeof(int) * count);
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &rights};
  message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
  if (count > 0) memcpy(rights.fds, fds, sizeof(int) * count);
  /* Never waits: the coordinator has but this thread. */
  ssize_t sent = sendmsg(with.numbers[0], &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  return number_of(env, sent < 0 ? -errno : 0);
}

/* openPidfd(pid): a descriptor that stays with the process when its number goes to another. */
static napi_value open_pidfd(napi_env env, napi_callback_info info) {
  long fd = syscall(SYS_pidfd_open, take(env, info).numbers[0], 0);
  return number_of(env, fd < 0 ? -errno : fd);
}

/* struct pidfd_info as in Linux 6.15, the first to tell the exit of a process that is not one's child. */
struct exit_info {
  uint64_t mask, cgroup;
  uint32_t ids[11];
  int32_t status;
};

/* readPidfd(fd): undefined while it lives, then its wait status; -1 where the kernel does not tell, and -2
 * while it does not tell yet, since nobody has reaped the process. */
static napi_value read_pidfd(napi_env env, napi_callback_info info) {
  struct pollfd polled = {.fd = take(env, info).numbers[0], .events = POLLIN};
  if (poll(&polled, 1, 0) <= 0) return NULL;
  const uint64_t has_status = 1 << 3;
  struct exit_info exit = {.mask = has_status};
  if (ioctl(polled.fd, _IOWR(0xFF, 11, struct exit_info), &exit) < 0) return number_of(env, -1);
  return number_of(env, exit.mask & has_status ? exit.status : -2);
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"serve", .method = serve},             {"exitNow", .method = exit_now},
      {"socketPair", .method = socket_pair},  {"dieWithParent", .method = die_with_parent},
      {"close", .method = close_fd},          {"sendRequest", .method = send_request},
      {"openPidfd", .method = open_pidfd},    {"readPidfd", .method = read_pidfd},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
