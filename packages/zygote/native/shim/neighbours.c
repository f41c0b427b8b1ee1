/*
 * Loaded into the zygote ahead of the C library: has the kernel place V8's pages beside each other.
 *
 * V8 asks for random addresses. Each page of its heap then has page tables to itself, and they are
 * what a fork copies first: 660 kB of them for a bare Node, 250 kB when its pages are neighbours. The
 * address of the whole stays random; that of a page within it does not.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  int only_a_wish = fd < 0 && !(flags & (MAP_FIXED | MAP_FIXED_NOREPLACE));
  return (void *)syscall(SYS_mmap, only_a_wish ? NULL : address, length, protection, flags, fd, offset);
}

void *mmap64(void *, size_t, int, int, int, off_t) __attribute__((alias("mmap")));
