/* The zygote's end of the socket that requests come in by. */
#include "zygote.h"

#include <string.h>

static char words[MAX_WORDS + 1];

/*
 * Waits for a request: 1 when there is one, 0 at the end of requests, and a negated errno for one
 * that must be refused. The socket keeps the bounds of messages, so that nothing of the next request
 * is taken: what the zygote had not taken when it died can be given to somebody else.
 */
int receive_request(int socket, struct request *request) {
  struct rights rights;
  struct iovec parts[] = {{&request->head, sizeof request->head}, {words, MAX_WORDS}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2, .msg_control = &rights};
  message.msg_controllen = sizeof rights;
  *request = (struct request){.fds = {-1, -1, -1, -1}, .words = words};
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got <= 0) return got < 0 ? -errno : 0;
  if ((size_t)got > sizeof request->head) request->length = (size_t)got - sizeof request->head;
  if (message.msg_controllen > 0 && rights.header.cmsg_type == SCM_RIGHTS) {
    memcpy(request->fds, rights.fds, rights.header.cmsg_len - CMSG_LEN(0));
  }
  /* The kernel drops descriptors that this process has no room for. */
  if (message.msg_flags & MSG_CTRUNC) return -EMFILE;
  if (message.msg_flags & MSG_TRUNC || request->length == 0) return -EMSGSIZE;
  uint32_t fds = request->head.fds;
  if (fds > MAX_FDS || (fds > 0 && request->fds[fds - 1] < 0)) return -EINVAL;
  words[request->length] = '\0';
  /* After the directory there must be words, and what reads them counts on the NUL between. */
  return memchr(words, '\0', request->length) == NULL ? -EINVAL : 1;
}

/* The words may be secrets of one agent, and this memory is what the next one begins with. */
void close_request(const struct request *request) {
  explicit_bzero(words, request->length);
  for (int i = 0; i < MAX_FDS; i++) {
    if (request->fds[i] >= 0) close(request->fds[i]);
  }
}
