/*
 * A disk whose power fails, for tests on Linux. Loaded before a program
 * (LD_PRELOAD), it keeps what SQLite writes from the disk until it is synced.
 *
 * Files directly in the folder POWERCUT_DISK are opened in POWERCUT_CACHE
 * instead, which stands for the memory that writes wait in; whoever starts the
 * program fills it with a copy of the disk. fsync of a file brings its content
 * to the disk, fsync of the folder its names: only then is a new file there,
 * and a removed one gone. A file with synced content and no name as yet waits
 * in the cache as .NAME. When the program is dead, however it died, the two
 * folders hold what a power cut surely leaves and what it may leave.
 *
 * With POWERCUT_NOSYNC=1 fsync says yes and does nothing.
 *
 * Go calls the kernel without libc, so only SQLite passes here. Nothing is kept
 * in memory: threads need no locks.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Before 2.33 stat had another name, and would pass by. */
#if !defined(__GLIBC__) || !__GLIBC_PREREQ(2, 33)
#error "needs glibc 2.33 or later"
#endif

enum { BLOCK = 4096, NAME = 2 * PATH_MAX };

static const char *disk, *cache;
static int nosync;

__attribute__((constructor)) static void begin(void) {
	const char *n = getenv("POWERCUT_NOSYNC");
	disk = getenv("POWERCUT_DISK");
	cache = getenv("POWERCUT_CACHE");
	nosync = n && strcmp(n, "1") == 0;
}

/* The name of a file directly in a folder, or NULL for any other path. */
static const char *within(const char *folder, const char *path) {
	size_t n = folder ? strlen(folder) : 0;
	if (n == 0 || strncmp(path, folder, n) != 0 || path[n] != '/' || strchr(path + n + 1, '/')) return NULL;
	return path + n + 1;
}

static char *join(char *to, const char *folder, const char *mark, const char *name) {
	snprintf(to, NAME, "%s/%s%s", folder, mark, name);
	return to;
}

/* Where a path of the program really leads. */
static const char *lead(const char *path, char *to) {
	const char *name = within(disk, path);
	return name ? join(to, cache, "", name) : path;
}

static int there(const char *path) { return faccessat(AT_FDCWD, path, F_OK, 0) == 0; }

/* Writes the blocks of a file that differ in its synced copy: death in the
 * middle leaves old blocks or new ones, as a disk would. */
static int settle(int from, const char *to) {
	char new[BLOCK], old[BLOCK];
	off_t at = 0;
	ssize_t n;
	int out = openat(AT_FDCWD, to, O_RDWR | O_CREAT | O_CLOEXEC, 0644), failed = out < 0;
	while (!failed && (n = pread(from, new, BLOCK, at)) > 0) {
		if (pread(out, old, n, at) != n || memcmp(new, old, n) != 0) failed = pwrite(out, new, n, at) != n;
		at += n;
	}
	if (failed || n < 0 || ftruncate(out, at) != 0 || close(out) != 0) {
		errno = EIO;
		return -1;
	}
	return 0;
}

/* Calls act for each file of a folder that is not hidden. */
static int each(const char *folder, int (*act)(const char *name)) {
	struct dirent *e;
	int failed = 0;
	DIR *d = opendir(folder);
	if (!d) return -1;
	while (!failed && (e = readdir(d)))
		if (e->d_name[0] != '.' && e->d_type == DT_REG) failed = act(e->d_name);
	closedir(d);
	return failed;
}

static int appear(const char *name) {
	char to[NAME], waiting[NAME];
	int out;
	if (there(join(to, disk, "", name)) || renameat(AT_FDCWD, join(waiting, cache, ".", name), AT_FDCWD, to) == 0) return 0;
	/* Its content was never synced: a name and nothing in it. */
	out = openat(AT_FDCWD, to, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	return out < 0 ? -1 : close(out);
}

static int disappear(const char *name) {
	char in[NAME], gone[NAME];
	return there(join(in, cache, "", name)) ? 0 : unlinkat(AT_FDCWD, join(gone, disk, "", name), 0);
}

int fsync(int fd) {
	char self[64], path[PATH_MAX], to[NAME];
	const char *name;
	ssize_t n;
	int folder;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	n = disk ? readlink(self, path, sizeof path - 1) : 0;
	path[n < 0 ? 0 : n] = 0;
	folder = disk && strcmp(path, disk) == 0;
	name = within(cache, path);
	if ((folder || name) && nosync) return 0;
	/* It takes its time before it takes effect: a power cut may come between. */
	if (syscall(SYS_fsync, fd) != 0) return -1;
	if (folder) return each(cache, appear) || each(disk, disappear) ? -1 : 0;
	if (!name || !there(path)) return 0;
	if (!there(join(to, disk, "", name))) join(to, cache, ".", name);
	return settle(fd, to);
}

int fdatasync(int fd) { return fsync(fd); }

int unlink(const char *path) {
	char to[NAME], waiting[NAME];
	const char *name = within(disk, path);
	if (name) unlinkat(AT_FDCWD, join(waiting, cache, ".", name), 0);
	return unlinkat(AT_FDCWD, lead(path, to), 0);
}

#define OPEN(name)                                                        \
	int name(const char *path, int flags, ...) {                          \
		char to[NAME];                                                    \
		mode_t mode = 0;                                                  \
		va_list rest;                                                     \
		va_start(rest, flags);                                            \
		if (flags & O_CREAT) mode = va_arg(rest, mode_t);                 \
		va_end(rest);                                                     \
		return openat(AT_FDCWD, lead(path, to), flags, mode);             \
	}
OPEN(open)
OPEN(open64)

int access(const char *path, int mode) {
	char to[NAME];
	return faccessat(AT_FDCWD, lead(path, to), mode, 0);
}

#define STAT(name, info, at, flags)                              \
	int name(const char *path, struct info *s) {                 \
		char to[NAME];                                           \
		return at(AT_FDCWD, lead(path, to), s, flags);           \
	}
STAT(stat, stat, fstatat, 0)
STAT(stat64, stat64, fstatat64, 0)
STAT(lstat, stat, fstatat, AT_SYMLINK_NOFOLLOW)
STAT(lstat64, stat64, fstatat64, AT_SYMLINK_NOFOLLOW)
