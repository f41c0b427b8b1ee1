/* Readies this process's memory for forks. */
#include "zygote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Not every C library has it. */
extern int malloc_trim(size_t keep) __attribute__((weak));

/*
 * V8 marks its heap MADV_DONTFORK, which makes it cheap to spawn and a forked copy crash at its first
 * step of JavaScript. Every private mapping is allowed again; one that was never forbidden does not
 * mind. V8 marks what it maps from now on, so this holds until JavaScript runs again.
 *
 * What no child needs is given back: fork copies the page tables of what is there, and a child copies
 * what it writes to. That is what has been freed, and what is mapped of files and was never written,
 * programs mostly: a child gets what it touches of them from the file in any case. Only smaps tells what
 * was written; to tell, the kernel walks every page, here but once. Returns 0 or a negated errno.
 */
int ready_memory(void) {
  if (malloc_trim != NULL) malloc_trim(0);
  /* Not every kernel has smaps; the other file names the mappings too. */
  FILE *maps = fopen("/proc/self/smaps", "re") ?: fopen("/proc/self/maps", "re");
  if (maps == NULL) return -errno;
  char *line = NULL, mode[5] = "";
  size_t from, to, start = 0, end = 0, inode = 0, kb, written = 0, room = 0;
  while (getline(&line, &room, maps) > 0) {
    if (sscanf(line, "%zx-%zx %4s %*s %*s %zu", &from, &to, mode, &inode) == 4) {
      start = from, end = to, written = 0;
      /* [vvar] and [vdso] are the kernel's own, and forked in any case. */
      if (mode[3] == 'p' && strstr(line, "[v") == NULL) madvise((void *)start, end - start, MADV_DOFORK);
    } else if (sscanf(line, "Anonymous: %zu", &kb) == 1 || sscanf(line, "Swap: %zu", &kb) == 1) {
      written += kb;
    } else if (strncmp(line, "VmFlags", 7) == 0 && inode > 0 && written == 0) { /* the last of each */
      /* Huge pages are counted elsewhere, and a driver may not bring back what it has put there. */
      int ordinary = strstr(line, " ht") == NULL && strstr(line, " mm") == NULL && mode[3] == 'p';
      if (ordinary && mode[1] == '-') madvise((void *)start, end - start, MADV_DONTNEED);
    }
  }
  free(line);
  fclose(maps);
  return 0;
}
