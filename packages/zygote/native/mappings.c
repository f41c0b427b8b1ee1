/* Lets fork copy what V8 keeps from it. */
#include "zygote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * V8 marks its heap MADV_DONTFORK, which makes it cheap to spawn and a forked copy crash at its first
 * step of JavaScript. Every private mapping is allowed again; one that was never forbidden does not
 * mind. Only smaps tells which are marked, but to write it the kernel walks every page. V8 marks what
 * it maps from now on, so this holds until JavaScript runs again. Returns 0 or a negated errno.
 */
int allow_fork_of_all_mappings(void) {
  FILE *maps = fopen("/proc/self/maps", "re");
  if (maps == NULL) return -errno;
  char *line = NULL, *at;
  size_t room = 0;
  while (getline(&line, &room, maps) > 0) {
    uintptr_t start = strtoull(line, &at, 16), end = strtoull(at + 1, &at, 16);
    /* at: " rw-p …". [vvar] and [vdso] are the kernel's own, and forked in any case. */
    if (at[4] == 'p' && strstr(at, "[v") == NULL) madvise((void *)start, end - start, MADV_DOFORK);
  }
  free(line);
  fclose(maps);
  return 0;
}
