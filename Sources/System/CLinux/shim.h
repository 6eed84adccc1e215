// Glibc's own module map has neither epoll nor eventfd.
#include <sys/epoll.h>
#include <sys/eventfd.h>
