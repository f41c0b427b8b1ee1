/* Brings back in the child what fork leaves behind: the threads that V8 counts on. */
#include "zygote.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

enum { MAX_THREADS = 8, SPARE_STACK = 16384 };

/* One thread that stands still in a signal handler: all that it is lies in memory, which fork copies. */
static struct parked {
  sigjmp_buf here;
  char *stack; /* free below the handler's frame */
  void *tls;
  int *tid; /* where the C library keeps the kernel's number of the thread */
} parked[MAX_THREADS];
static atomic_int parked_count;
static const int *main_thread;

static void *thread_pointer(void) {
#ifdef __x86_64__
  return (void *)pthread_self();
#else
  return __builtin_thread_pointer();
#endif
}

/* The kernel knows, if it was built to tell; else it is where the main thread has its own number too. */
static int *find_tid(void) {
  int *address = NULL;
  if (prctl(PR_GET_TID_ADDRESS, &address) == 0 && address != NULL) return address;
  int *words = (int *)pthread_self(), own = (int)syscall(SYS_gettid);
  for (int i = 0; i < 512; i++) {
    if (words[i] == own && main_thread[i] == getpid()) return &words[i];
  }
  return NULL;
}

static void park(int signal) {
  struct parked *me = &parked[parked_count];
  me->stack = (char *)(((uintptr_t)__builtin_frame_address(0) - SPARE_STACK) & ~(uintptr_t)15);
  me->tls = thread_pointer();
  me->tid = find_tid();
  if (sigsetjmp(me->here, 0) != 0) return; /* In a child: back to what the signal interrupted. */
  atomic_fetch_add(&parked_count, 1);
  for (;;) pause();
}

/* Stops one of this process's other threads for good. It must be idle, that is, hold no lock. */
int park_thread(pid_t tid) {
  int before = parked_count;
  main_thread = (const int *)pthread_self();
  struct sigaction action = {.sa_handler = park};
  sigfillset(&action.sa_mask);
  if (before == MAX_THREADS || sigaction(SIGRTMAX, &action, NULL) < 0) return -EAGAIN;
  if (syscall(SYS_tgkill, getpid(), tid, SIGRTMAX) < 0) return -errno;
  while (parked_count == before) sched_yield();
  signal(SIGRTMAX, SIG_DFL);
  return parked[before].tid == NULL ? -ENOSYS : 0;
}

static int resume(void *thread) {
  siglongjmp(((struct parked *)thread)->here, 1);
}

/*
 * In the child: gives each parked thread a kernel thread again, on its own stack. 0, or -1 and errno.
 * What a thread tells the kernel when it begins, rseq and robust locks, it does not tell again: the C
 * library then asks for the processor it runs on, and V8 has no such locks.
 */
int revive_threads(void) {
  const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
                    CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  for (int i = 0; i < parked_count; i++) {
    struct parked *thread = &parked[i];
    void *stack = thread->stack;
    if (clone(resume, stack, flags, thread, thread->tid, thread->tls, thread->tid) < 0) return -1;
  }
  return 0;
}
