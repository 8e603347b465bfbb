/* libpq: PostgreSQL's client library, looked up when the first postgresql:// address is opened. Private to
 * postgres*.c.
 *
 * Linked in the ordinary way, it and the 25 libraries behind it cost every command of every office 7 ms
 * before its first line runs (measured: half of them in the linker's look-ups), SQLite or not; and an office
 * without PostgreSQL need not install them. */
#ifndef DB_LIBPQ_H
#define DB_LIBPQ_H

#include <libpq-fe.h>

#include "base/err.h"

struct libpq {
#define LIBPQ(call) __typeof__(PQ##call) *call;
#include "db/libpq_calls.def"
#undef LIBPQ
};

/* FAILS when the library is not installed, or is too old to have a call; says which package to install. */
bool libpq_load(struct libpq *libpq, struct err *err);

#endif
