#include <inttypes.h>

#include "store/guard_work.h"
#include "store/import_job.h"
#include "store/read.h"
#include "base/banned.h"

enum { OVERRIDES_AT_A_TIME = 1000 };

/* The rows that this import wrote. What went into an empty table is all that is there; else they are found by
 * their keys, once for all guards, and are of this import's time or, where the clock has gone back, later.
 * Only what was staged knows its row of the file. In the order of r.id, from any id on. */
struct written {
    struct str join;
    struct guard_scope counted, listed;
    const char *row; /* SQL */
};

/* "written (id, row_no)": the rows that were staged, as they stand in the table. */
static bool keep_written(struct import_job *job, struct err *err)
{
    struct statement *fill = NULL;
    struct str sql;
    bool row;
    str_init(&sql);
    str_addf(&sql, "INSERT INTO written (id, row_no) SELECT r.id, i.row_no FROM %s r", job->record->name);
    import_join_staged(&sql, job->record);
    str_add(&sql, " WHERE r.recorded_at >= $1");
    bool good =
        db_execute(job->store->db,
                   "CREATE TEMPORARY TABLE IF NOT EXISTS written (id bigint PRIMARY KEY, row_no bigint); "
                   "DELETE FROM written",
                   err) &&
        db_prepare(job->store->db, &fill, sql.at, err);
    if (good) {
        statement_bind_int(fill, 0, job->now);
        good = statement_step(fill, &row, err);
    }
    statement_close(fill);
    str_clear(&sql);
    return good;
}

static bool find_written(struct import_job *job, struct written *written, struct err *err)
{
    const struct guard_scope all = {.join = "", .where = "r.id > $2"};
    *written = (struct written){.counted = all, .listed = all, .row = "0"};
    str_init(&written->join);
    if (job->direct)
        return true;
    if (job->was_empty) {
        written->row = "i.row_no";
        import_join_staged(&written->join, job->record);
        written->listed = (struct guard_scope){
            .join = written->join.at, .where = "r.recorded_at >= $2", .number = job->now};
        return true;
    }
    written->row = "(SELECT w.row_no FROM written w WHERE w.id = r.id)";
    written->counted.where = "r.id IN (SELECT w.id FROM written w WHERE w.id > $2)";
    written->listed = written->counted;
    return keep_written(job, err);
}

/* The rows one by one: as problems, each with its key, as many as are kept word for word. */
static bool tell_problems(struct import_job *job, const struct guard *guard, const struct written *written,
                          int64_t count, struct err *err)
{
    struct problems *problems = &job->result->problems;
    struct guard_rows rows;
    struct guard_row row;
    struct str sentence;
    bool there, found;
    if (!guard_rows_open(&rows, job->store, guard, &written->listed, written->row,
                         job->direct ? "r.id" : written->row, PROBLEMS_KEPT, err))
        return false;
    str_init(&sentence);
    bool good;
    int64_t told = 0;
    while ((good = guard_rows_next(&rows, &row, &there, err)) && there) {
        const char *key;
        if (!(good = record_key(job->arena, job->store, job->record, row.id, &key, &found, err)))
            break;
        str_cut(&sentence, 0);
        str_addf(&sentence, "\"%s\": ", key);
        guard_sentence(&sentence, guard, row.words);
        problems_add(problems, row.column, guard->at ? dict_field(guard->at)->name : "", "%s%s", sentence.at,
                     guard->force == GUARD_ASK ? "; or say why it stands all the same, with --because WHY"
                                               : "");
        told++;
    }
    problems->count += count - told;
    job->result->broken += count;
    str_clear(&sentence);
    guard_rows_close(&rows);
    return good;
}

/* So many at a time, each time from the last on. */
static bool override_all(struct import_job *job, const struct guard *guard, const struct written *written,
                         int64_t *overridden, struct err *err)
{
    struct {
        int64_t id, recorded_at;
    } found[OVERRIDES_AT_A_TIME];
    struct guard_scope scope = written->counted;
    size_t count;
    *overridden = 0;
    do {
        struct guard_rows rows;
        struct guard_row row;
        bool there, good;
        count = 0;
        if (!guard_rows_open(&rows, job->store, guard, &scope, "0", "r.id", OVERRIDES_AT_A_TIME, err))
            return false;
        while ((good = guard_rows_next(&rows, &row, &there, err)) && there) {
            found[count].id = row.id;
            found[count++].recorded_at = row.recorded_at;
        }
        guard_rows_close(&rows);
        for (size_t i = 0; good && i < count; i++)
            good = guard_override(job->store, guard, found[i].id, found[i].recorded_at, job->request->because,
                                  err);
        if (!good)
            return false;
        *overridden += (int64_t)count;
        if (count > 0)
            scope.number = found[count - 1].id;
    } while (count == OVERRIDES_AT_A_TIME);
    return true;
}

/* The words that the sentence needs, of the first row that breaks the guard. */
static bool first_words(struct import_job *job, const struct guard *guard, const struct guard_scope *scope,
                        bool *there, struct str *words, struct err *err)
{
    struct guard_rows rows;
    struct guard_row row;
    if (!guard_rows_open(&rows, job->store, guard, scope, "0", "r.id", 1, err))
        return false;
    const bool good = guard_rows_next(&rows, &row, there, err);
    if (good && *there)
        str_add_bytes(words, row.words.at, row.words.length);
    guard_rows_close(&rows);
    return good;
}

/* "3 rows, the first of them: …" */
static void add_caution(struct import_job *job, const struct guard *guard, const struct str *words,
                        int64_t count, const char *because)
{
    struct import_result *result = job->result;
    struct str sentence;
    str_init(&sentence);
    str_add_grouped(&sentence, count);
    str_add(&sentence, count == 1 ? " row: " : guard->words ? " rows, the first of them: " : " rows: ");
    guard_sentence(&sentence, guard, str_text(words));
    if (because)
        str_addf(&sentence, ". Written all the same: %s", because);
    if (!result->cautions)
        result->cautions = ARENA_ARRAY(job->arena, const char *, GUARD_end);
    result->cautions[result->caution_count++] = str_into(&sentence, job->arena);
}

/* COST one pass over the rows where nothing breaks the guard, and with a reason; else one more. */
static bool ask_guard(struct import_job *job, const struct guard *guard, const struct written *written,
                      struct err *err)
{
    const char *because = guard->force == GUARD_ASK ? job->request->because : NULL;
    struct str words;
    bool there;
    int64_t count = 0;
    str_init(&words);
    bool good = first_words(job, guard, &written->counted, &there, &words, err);
    if (good && there)
        good = because ? override_all(job, guard, written, &count, err)
                       : guard_count(job->store, guard, &written->counted, &count, err);
    if (good && there && guard->force != GUARD_WARN && !because)
        good = tell_problems(job, guard, written, count, err);
    else if (good && there)
        add_caution(job, guard, &words, count, because);
    str_clear(&words);
    return good;
}

bool import_ask_guards(struct import_job *job, struct err *err)
{
    const struct guard *guard;
    struct written written;
    int at = 0;
    if (job->result->added + job->result->changed == 0 || !record_is_guarded(job->record))
        return true;
    import_tell(job, "asking what must hold", job->result->rows, 1);
    bool good = find_written(job, &written, err);
    while (good && (guard = guard_next(job->record, &at)))
        good = ask_guard(job, guard, &written, err);
    str_clear(&written.join);
    return good;
}
