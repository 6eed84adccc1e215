// Glibc's own module map has neither epoll nor eventfd.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Glibc declares these for _GNU_SOURCE only, which Swift's importer does not set. The address is a `struct sockaddr`.
int accept4(int socket, void *address, unsigned int *size, int flags);
int pthread_setname_np(unsigned long thread, const char *name);

#include <sys/prctl.h>

// Variadic functions do not reach Swift.
static inline int clinux_forbid_inspection(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
