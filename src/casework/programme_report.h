/* programme_report: a programme for people to read: group, objectives, methods, outcomes, in that order (R6),
 * and after them what was fixed, what was changed since and why, and whether what stands follows from it. */
#ifndef CASEWORK_PROGRAMME_REPORT_H
#define CASEWORK_PROGRAMME_REPORT_H

#include "casework/programme.h"
#include "report/report.h"

/* The cautions are those of programme_cautions for a programme that is not locked; for one that is, pass
 * none. */
struct report *programme_report(struct arena *arena, const struct design *design,
                                const struct programme_proof *proof, const char *const *cautions,
                                size_t caution_count);

/* What was fixed just now, and what whoever locked it saw. */
struct report *programme_lock_report(struct arena *arena, const struct design *design,
                                     const struct programme_locked *locked);

struct report *programme_amend_report(struct arena *arena, const struct design *design,
                                      const struct programme_amended *amended);

/* What loading or copying wrote. */
struct report *programme_load_report(struct arena *arena, const char *title,
                                     const struct programme_loaded *loaded);

#endif
