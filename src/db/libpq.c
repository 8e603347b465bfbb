#include "db/libpq.h"

#include <dlfcn.h>
#include <string.h>

#include "base/banned.h"

bool libpq_load(struct libpq *libpq, struct err *err)
{
    void *library = dlopen("libpq.so.5",
                           RTLD_NOW | RTLD_LOCAL); /* stays loaded: it is wanted again or the program ends */
    if (!library)
        return err_set(err, ERR_system,
                       "PostgreSQL's client library is not here (%s); install the package libpq5", dlerror());
    void *call;
#define LIBPQ(name)                                                                                          \
    call = dlsym(library, "PQ" #name);                                                                       \
    if (!call)                                                                                               \
        return err_set(err, ERR_system,                                                                      \
                       "PostgreSQL's client library has no PQ" #name "; install a newer libpq5");            \
    memcpy(&libpq->name, &call, sizeof call);
#include "db/libpq_calls.def"
#undef LIBPQ
    return true;
}
