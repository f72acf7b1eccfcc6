/* Ends a recursion before it ends the process: Python counts its own frames, compiled functions call each other
 * without it. Each function begins with POLICYWRIGHT_CHECK (native/guard.py puts it there), which compares the place
 * of its frame with the end of the thread's stack, and raises RecursionError when little is left. */

#ifndef POLICYWRIGHT_STACK_H
#define POLICYWRIGHT_STACK_H

#include <Python.h>
#include <stdint.h>

#if defined(__linux__) || defined(__APPLE__)
#include <pthread.h>

/* What is left for the handlers of the error, and for functions that are not ours. */
#define POLICYWRIGHT_MARGIN (512 * 1024)

/* The lowest place for a frame, by thread; none is low enough until the thread's stack has been looked up. All files
 * of a library share it: to look it up takes some microseconds. */
__attribute__((weak, visibility("hidden"))) __thread uintptr_t policywright_floor = UINTPTR_MAX;

static inline uintptr_t policywright_stack_floor(uintptr_t here) {
#if defined(__APPLE__)
    uintptr_t top = (uintptr_t)pthread_get_stackaddr_np(pthread_self());
    uintptr_t size = pthread_get_stacksize_np(pthread_self());
    uintptr_t low = top - size;
#else
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
        return 0;
    }
    pthread_attr_getstack(&attributes, &start, &size);
    pthread_attr_destroy(&attributes);
    uintptr_t low = (uintptr_t)start;
#endif
    uintptr_t margin = size / 4 < POLICYWRIGHT_MARGIN ? size / 4 : POLICYWRIGHT_MARGIN;
    return here > low ? low + margin : 0;
}

/* The stack of the first thread may have been allowed to grow since it was looked up. */
static __attribute__((noinline, cold, unused)) int policywright_is_deep(uintptr_t here) {
    policywright_floor = policywright_stack_floor(here);
    if (here >= policywright_floor) {
        return 0;
    }
    PyErr_SetString(PyExc_RecursionError, "the stack is used up");
    return 1;
}

#define POLICYWRIGHT_CHECK(result)                                                          \
    do {                                                                                    \
        uintptr_t policywright_here = (uintptr_t)__builtin_frame_address(0);                \
        if (__builtin_expect(policywright_here < policywright_floor, 0) &&                  \
            policywright_is_deep(policywright_here)) {                                      \
            return result;                                                                  \
        }                                                                                   \
    } while (0);

#else
#define POLICYWRIGHT_CHECK(result)
#endif
#endif
