#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "casework/design_work.h"
#include "store/form.h"
#include "base/banned.h"

/* One amendment under way. */
struct amending {
    struct arena *arena;
    struct store *store;
    const struct programme_amending *request;
    struct programme_amended *out;
    struct design_saving saving;
    struct design before;
    struct programme_proof proof;
    struct str words; /* of all records that are changed */
};

/* Whether the row is of what was fixed, and says something else in it. */
static bool changes_fixed(const struct design_row *old, const struct design_row *row)
{
    const struct programme_part_row *part = programme_part(row->part);
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    for (size_t i = 0; i < count; i++)
        if (part_fixes(part, &fields[i]) && (!old || !value_equal(old->values[i], row->values[i])))
            return true;
    return false;
}

static void add_value(struct str *out, const struct field *field, struct value value)
{
    if (value.type == VALUE_absent)
        str_add(out, "not recorded");
    else
        value_print(out, field, value);
}

/* "outcome mwt-work: target: 30 → 40" for each field that differs; what is new or goes is said whole. */
static const char *words_of_change(struct arena *arena, const struct design_row *old,
                                   const struct design_row *row)
{
    const struct design_row *either = row ? row : old;
    size_t count, said = 0;
    const struct field *fields = record_fields(either->record, &count);
    struct str out;
    str_init(&out);
    str_addf(&out, "%s%s", design_row_words(arena, either),
             old && row ? ": "
             : row      ? ", new: "
                        : ", taken out: ");
    for (size_t i = 0; i < count; i++) {
        const bool same = old && row && value_equal(old->values[i], row->values[i]);
        if (!row_has_field(either, &fields[i]) || same ||
            (!(old && row) && either->values[i].type == VALUE_absent))
            continue;
        str_addf(&out, "%s%s ", said++ > 0 ? "; " : "", fields[i].name);
        if (old)
            add_value(&out, &fields[i], old->values[i]);
        if (old && row)
            str_add(&out, " → ");
        if (row)
            add_value(&out, &fields[i], row->values[i]);
    }
    return str_into(&out, arena);
}

/* Says beforehand that this version of this record may be superseded: the guards of what is fixed look for
 * it. */
static bool announce(struct amending *amending, const struct design_row *old, const struct design_row *row,
                     int64_t id, struct err *err)
{
    struct form form;
    struct saved saved;
    const struct design_row *either = row ? row : old;
    const char *words = words_of_change(amending->arena, old, row);
    form_new(&form, amending->arena, dict_record(R_amended));
    form_ref(&form, F_amended_programme, amending->before.programme->id);
    form_int(&form, F_amended_amendment, amending->out->number);
    form_words(&form, F_amended_about, either->record->name);
    form_int(&form, F_amended_row_id, id);
    if (old)
        form_value(&form, F_amended_was_at, value_number(old->recorded_at));
    form_words(&form, F_amended_words, words);
    str_addf(&amending->words, "%s%s.", amending->words.length > 0 ? "\n" : "", words);
    return form_save_in(&form, amending->store, NULL, &saved, err);
}

static bool write_row(struct amending *amending, struct design_row *row, struct err *err)
{
    const struct design_row *old = design_find(amending->arena, &amending->before, row);
    int64_t new_id = 0;
    design_keep_left_out(amending->arena, old, row, amending->request->withdraw, &amending->out->loaded);
    if (old && design_row_same(row, old)) {
        amending->out->loaded.unchanged++;
        return true;
    }
    if (changes_fixed(old, row)) {
        if (!old && !db_next_id(amending->store->db, row->record->name, &new_id, err))
            return false;
        if (!announce(amending, old, row, old ? old->id : new_id, err))
            return false;
    }
    return design_save_row(&amending->saving, row, new_id, err);
}

static bool is_fixed(const struct design_row *row)
{
    const struct programme_part_row *part = programme_part(row->part);
    return part->whole || part->fixed[0] != F_none;
}

static bool settle_others(struct amending *amending, struct err *err)
{
    struct programme_loaded *out = &amending->out->loaded;
    size_t count;
    struct design_row **rows = design_rows(amending->arena, &amending->before, false, &count);
    for (size_t i = count; i-- > 0;) {
        if (design_find(amending->arena, amending->request->design, rows[i]))
            continue;
        if (!amending->request->withdraw) {
            out->left[out->left_count++] = design_row_words(amending->arena, rows[i]);
            continue;
        }
        if ((is_fixed(rows[i]) && !announce(amending, rows[i], NULL, rows[i]->id, err)) ||
            !record_withdraw_in(amending->store, rows[i]->record, rows[i]->id, rows[i]->recorded_at, err))
            return false;
        out->withdrawn++;
    }
    return true;
}

static bool write_amendment(struct amending *amending, struct err *err)
{
    struct form form;
    struct saved saved;
    struct design after;
    char digits[RANDOM_SEED_DIGITS + 1];
    if (amending->words.length == 0)
        return err_set(
            err, ERR_input,
            "nothing of what was fixed differs from what stands; mahi programme load writes the rest");
    if (!design_read(amending->arena, amending->store,
                     design_text(amending->before.programme, F_programme_code), &after, err))
        return false;
    design_fingerprint(amending->arena, &after, digits);
    amending->out->fingerprint = arena_text(amending->arena, digits, strlen(digits));
    amending->out->words = arena_text(amending->arena, amending->words.at, amending->words.length);
    form_new(&form, amending->arena, dict_record(R_amendment));
    form_ref(&form, F_amendment_programme, amending->before.programme->id);
    form_int(&form, F_amendment_rank, amending->out->number);
    form_value(&form, F_amendment_made_at, value_number(instant_now()));
    form_ref(&form, F_amendment_made_by, amending->store->staff_id);
    form_choice(&form, F_amendment_what, amending->request->what);
    form_words(&form, F_amendment_words, amending->out->words);
    form_words(&form, F_amendment_why, amending->request->why);
    form_words(&form, F_amendment_fingerprint, digits);
    return form_save_in(&form, amending->store, NULL, &saved, err);
}

static bool check_locked(const struct amending *amending, struct text code, struct err *err)
{
    if (!amending->proof.locked)
        return err_set(err, ERR_conflict,
                       "programme \"" TEXT_FORMAT
                       "\" is not locked, so there is nothing to amend; mahi programme load changes it",
                       TEXT_ARGS(code));
    return amending->proof.holds ||
           err_set(err, ERR_conflict,
                   "the design of programme \"" TEXT_FORMAT
                   "\" does not follow from its lock and amendments; mahi programme show " TEXT_FORMAT
                   " says so, and it must be put right first",
                   TEXT_ARGS(code), TEXT_ARGS(code));
}

static size_t count_states(const struct design_row *outcome)
{
    size_t count = 0;
    for (const struct design_row *row = outcome->below; row; row = row->next)
        count++;
    return count;
}

static bool is_same_outcome(struct amending *amending, const struct design_row *old,
                            const struct design_row *outcome)
{
    if (!old || count_states(old) != count_states(outcome))
        return false;
    for (const struct design_row *row = outcome->below; row; row = row->next)
        if (!design_find(amending->arena, &amending->before, row))
            return false;
    return design_row_same(outcome, old);
}

/* An outcome that is new or changed was written down today, whatever the file says: only so can a report tell
 * what stood before the first start (R226). */
static void declare_outcomes(struct amending *amending)
{
    const size_t place = field_place(dict_field(F_outcome_declared_on));
    for (struct design_row *row = amending->request->design->programme->below; row; row = row->next) {
        if (row->part != PART_outcomes)
            continue;
        const struct design_row *old = design_find(amending->arena, &amending->before, row);
        row->values[place] = old ? old->values[place] : value_number(date_today());
        if (!is_same_outcome(amending, old, row))
            row->values[place] = value_number(date_today());
    }
}

static bool amend_in(struct amending *amending, struct err *err)
{
    const struct design *design = amending->request->design;
    const struct text code = design_text(design->programme, F_programme_code);
    size_t count;
    struct design_row **rows = design_rows(amending->arena, design, false, &count);
    if (!design_hold(amending->store, err) ||
        !design_read(amending->arena, amending->store, code, &amending->before, err) ||
        !programme_verify(amending->arena, amending->store, &amending->before, &amending->proof, err) ||
        !check_locked(amending, code, err) || !design_save_carried(&amending->saving, design, err))
        return false;
    declare_outcomes(amending);
    design_left_room(amending->arena, &amending->before, &amending->out->loaded);
    amending->out->number = (int64_t)amending->proof.amendment_count + 1;
    for (size_t i = 0; i < count; i++)
        if (!write_row(amending, rows[i], err))
            return false;
    return settle_others(amending, err) && write_amendment(amending, err);
}

bool programme_amend(struct arena *arena, struct store *store, const struct programme_amending *request,
                     struct programme_amended *out, struct err *err)
{
    struct amending amending = {.arena = arena, .store = store, .request = request, .out = out};
    const struct text code = design_text(request->design->programme, F_programme_code);
    *out = (struct programme_amended){.loaded.code = arena_text(arena, code.at, code.length)};
    if (!request->why || !request->why[0])
        return err_set(err, ERR_usage, "say with --why why the design of \"" TEXT_FORMAT "\" is changed",
                       TEXT_ARGS(code));
    amending.saving = (struct design_saving){.arena = arena,
                                             .store = store,
                                             .file = request->design->file,
                                             .because = request->why,
                                             .out = &out->loaded};
    if (!db_begin(store->db, err))
        return false;
    str_init(&amending.words);
    bool good = amend_in(&amending, err);
    str_clear(&amending.words);
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
