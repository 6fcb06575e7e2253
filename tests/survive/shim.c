/* A disk that fails, and a notebook of what was written. Loaded before libc by LD_PRELOAD; it looks only at files
 * under FQ_DIR. Made for one thread at a time and for 64-bit hosts.
 *
 *   FQ_FAULT=enospc:7   the seventh write, flush or truncation fails so: enospc, eio, short (half of it is written,
 *                       the next call finds no room) or kill (half of it is written, then the process is gone)
 *   FQ_CONTROL=DIR      while DIR/full is there no file grows; while DIR/eio is there no flush succeeds
 *   FQ_LOG=FILE         every call is noted in its order, with what is said on standard output in between
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) real_##name
#define FIND(name) real_##name = dlsym(RTLD_NEXT, #name)

static ssize_t (*REAL(write))(int, const void *, size_t);
static ssize_t (*REAL(pwrite64))(int, const void *, size_t, off_t);
static int (*REAL(fsync))(int);
static int (*REAL(fdatasync))(int);
static int (*REAL(ftruncate64))(int, off_t);
static int (*REAL(open64))(const char *, int, ...);
static int (*REAL(unlink))(const char *);
static int (*REAL(rename))(const char *, const char *);

static const char *dir, *kind = "", *control;
static long fault = -1, calls;
static int notes = -1, no_room_next;

__attribute__((constructor)) static void begin(void) {
  FIND(write), FIND(pwrite64), FIND(fsync), FIND(fdatasync), FIND(ftruncate64), FIND(open64), FIND(unlink), FIND(rename);
  dir = getenv("FQ_DIR");
  control = getenv("FQ_CONTROL");
  char *said = getenv("FQ_FAULT"), *log = getenv("FQ_LOG");
  if (said && strchr(said, ':')) {
    kind = strdup(said);
    char *colon = strchr(kind, ':');
    *colon = 0;
    fault = atol(colon + 1);
  }
  if (log) {
    int fd = real_open64(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    notes = fcntl(fd, F_DUPFD_CLOEXEC, 700);
    close(fd);
  }
}

/* The name of a path under the directory; "" for the directory itself; NULL for what is none of ours. */
static const char *ours(const char *path) {
  size_t length = dir ? strlen(dir) : 0;
  if (!length || strncmp(path, dir, length)) return NULL;
  if (!path[length]) return path + length;
  return path[length] == '/' && !strchr(path + length + 1, '/') ? path + length + 1 : NULL;
}

static const char *name_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = dir ? readlink(link, path, 4095) : -1;
  if (length < 0) return NULL;
  path[length] = 0;
  return ours(path);
}

static void note(char what, const char *name, uint64_t at, const void *bytes, uint64_t length) {
  if (notes < 0) return;
  unsigned char head[18] = {what, strlen(name)};
  memcpy(head + 2, &at, 8);
  memcpy(head + 10, &length, 8);
  struct iovec parts[] = {{head, sizeof head}, {(void *)name, head[1]}, {(void *)bytes, bytes ? length : 0}};
  if (writev(notes, parts, 3) < 0) abort();
}

static int commanded(const char *what) {
  char path[4096];
  if (!control) return 0;
  snprintf(path, sizeof path, "%s/%s", control, what);
  return !access(path, F_OK);
}

/* Whether this call fails: an errno, 0 for no, -1 for half of it, -2 for half of it and the end. */
enum call { WRITE, FLUSH, TRUNCATE };
static int failing(const char *name, enum call call, int grows) {
  calls++;
  int how = 0;
  if (no_room_next || (grows && commanded("full"))) how = ENOSPC;
  else if (call == FLUSH && commanded("eio")) how = EIO;
  else if (calls == fault)
    how = !strcmp(kind, "enospc") ? ENOSPC : !strcmp(kind, "eio") ? EIO : !strcmp(kind, "short") ? -1 : -2;
  no_room_next = how == -1;
  if (how) note('F', name, call, NULL, 0);
  return how;
}

static ssize_t put(int fd, const char *name, const void *bytes, size_t length, off_t at, int moves) {
  struct stat now;
  fstat(fd, &now);
  int how = failing(name, WRITE, at + (off_t)length > now.st_size);
  if (how > 0) return errno = how, -1;
  if (how < 0) length = length > 1 ? length / 2 : length;
  ssize_t done = moves ? real_write(fd, bytes, length) : real_pwrite64(fd, bytes, length, at);
  if (done > 0) note('W', name, at, bytes, done);
  if (how == -2) kill(getpid(), SIGKILL);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  char path[4096];
  if (fd == 1 && notes >= 0) {
    ssize_t said = real_write(fd, bytes, length);
    if (said > 0) note('A', "", 0, bytes, said);
    return said;
  }
  const char *name = name_of(fd, path);
  if (!name) return real_write(fd, bytes, length);
  return put(fd, name, bytes, length, lseek(fd, 0, SEEK_CUR), 1);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
  char path[4096];
  const char *name = name_of(fd, path);
  return name ? put(fd, name, bytes, length, at, 0) : real_pwrite64(fd, bytes, length, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

static int flush(int fd, int (*real)(int)) {
  char path[4096];
  const char *name = name_of(fd, path);
  if (!name) return real(fd);
  int how = failing(name, FLUSH, 0);
  if (how == -2) kill(getpid(), SIGKILL);
  if (how) return errno = how < 0 ? ENOSPC : how, -1;
  int done = real(fd);
  if (!done) note(*name ? 'S' : 'D', name, 0, NULL, 0);
  return done;
}
int fsync(int fd) { return flush(fd, real_fsync); }
int fdatasync(int fd) { return flush(fd, real_fdatasync); }

int ftruncate64(int fd, off_t length) {
  char path[4096];
  const char *name = name_of(fd, path);
  if (!name) return real_ftruncate64(fd, length);
  int how = failing(name, TRUNCATE, 0);
  if (how == -2) kill(getpid(), SIGKILL);
  if (how) return errno = how < 0 ? ENOSPC : how, -1;
  int done = real_ftruncate64(fd, length);
  if (!done) note('T', name, length, NULL, 0);
  return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  const char *name = ours(path);
  int makes = name && (flags & O_CREAT) && access(path, F_OK);
  int fd = real_open64(path, flags, mode);
  if (fd >= 0 && makes) note('O', name, 0, NULL, 0);
  return fd;
}
int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open64(path, flags, mode);
}

int unlink(const char *path) {
  const char *name = ours(path);
  int done = real_unlink(path);
  if (!done && name) note('U', name, 0, NULL, 0);
  return done;
}

int rename(const char *from, const char *to) {
  const char *name = ours(to);
  int done = real_rename(from, to);
  if (!done && name && ours(from)) note('R', ours(from), 0, name, strlen(name));
  return done;
}
