/* Included ahead of each of the zygote's sources: the calls whose moment matters are made by stamps.c. */
#pragma once
#include <sys/socket.h>
#include <unistd.h>

struct uv_loop_s;
pid_t stamped_fork(void);
int stamped_loop_fork(struct uv_loop_s *loop);
ssize_t stamped_recvmsg(int socket, struct msghdr *message, int flags);

#define fork stamped_fork
#define uv_loop_fork stamped_loop_fork
#define recvmsg stamped_recvmsg
