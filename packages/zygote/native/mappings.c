/* Readies this process's memory for forks. */
#include "zygote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * V8 marks its heap MADV_DONTFORK, which makes it cheap to spawn and a forked copy crash at its first
 * step of JavaScript. Every private mapping is allowed again; one that was never forbidden does not
 * mind. V8 marks what it maps from now on, so this holds until JavaScript runs again.
 *
 * What it maps of files and never wrote to, programs mostly, is given back: the zygote's loop needs little
 * of it, and a child gets what it touches from the file in any case. Only smaps tells what was written;
 * to tell, the kernel walks every page, here but once. Returns 0 or a negated errno.
 */
int ready_mappings(void) {
  FILE *maps = fopen("/proc/self/smaps", "re");
  if (maps == NULL) return -errno;
  char *line = NULL, mode[5] = "";
  size_t room = 0;
  unsigned long from, to, start = 0, end = 0, inode = 0, kb, written = 0;
  while (getline(&line, &room, maps) > 0) {
    if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &from, &to, mode, &inode) == 4) {
      start = from, end = to, written = 0;
      /* [vvar] and [vdso] are the kernel's own, and forked in any case. */
      if (mode[3] == 'p' && strstr(line, "[v") == NULL) madvise((void *)start, end - start, MADV_DOFORK);
    } else if (sscanf(line, "Anonymous: %lu", &kb) == 1 || sscanf(line, "Swap: %lu", &kb) == 1) {
      written += kb;
    } else if (strncmp(line, "VmFlags", 7) == 0) { /* the last line of each */
      int unwritable = mode[1] == '-' && mode[3] == 'p' && inode > 0;
      if (unwritable && written == 0) madvise((void *)start, end - start, MADV_DONTNEED);
    }
  }
  free(line);
  fclose(maps);
  return 0;
}
