/* What rule.h promises of any bytes whatever, in both modes: a question is either refused, with a sentence
 * and a place that lies in it, or answered, whatever kinds of values it is asked of; the answer comes twice
 * the same, and what is written of it reads back as it is. A question that is compiled becomes SQL for both
 * engines, with balanced brackets and no text of it outside the parameters, or is refused with a reason; what
 * write.h makes of it is a question again; and it can be examined for conflicts and exported. */
#include <assert.h>
#include <string.h>

#include "rule/conflict.h"
#include "rule/dmn.h"
#include "rule/emit.h"
#include "rule/explain.h"
#include "rule/rule.h"
#include "rule/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { INPUTS = 8, DEPTH_MAX = 2, MEMBERS_MAX = 4 };

static const char *const NAMES[INPUTS] = {"a", "b c", "x-y", "list", "ctx", "d", "item", "s"};
static const char *const KEYS[] = {"a", "b c", "level", "from", "country", "item"};
static const char *const TEXTS[] = {"", "a", "clear", "2000-08-31", "P1D", "\xC4\x81", "1 000,5"};

/* Marsaglia (2003), xorshift. */
static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32) % below;
}

static struct clock draw_clock(uint64_t *state)
{
    struct clock clock = {.nanoseconds = (int64_t)draw(state, 86400) * 1000000000 + draw(state, 3)};
    if (draw(state, 2)) {
        clock.zone = ZONE_offset;
        clock.offset = ((int32_t)draw(state, 29) - 14) * 3600;
    }
    return clock;
}

static struct datum draw_datum(struct arena *arena, uint64_t *state, int depth);

static struct datum draw_range(struct arena *arena, uint64_t *state)
{
    struct datum_range *range = ARENA_NEW(arena, struct datum_range);
    range->low = datum_whole((int64_t)draw(state, 5));
    range->high = datum_whole((int64_t)draw(state, 9));
    range->low_end = draw(state, 2) ? END_open : END_closed;
    range->high_end = draw(state, 2) ? END_open : END_closed;
    if (draw(state, 8) == 0) {
        range->low_end = END_unbounded;
        range->low = datum_null();
    }
    return (struct datum){.type = DATUM_range, .range = range};
}

static struct datum draw_many(struct arena *arena, uint64_t *state, enum datum_type type, int depth)
{
    size_t count = draw(state, MEMBERS_MAX + 1);
    struct datum many = {.type = type};
    if (type == DATUM_list) {
        many.list.count = count;
        many.list.at = ARENA_ARRAY(arena, struct datum, count);
        for (size_t i = 0; i < count; i++)
            many.list.at[i] = draw_datum(arena, state, depth + 1);
        return many;
    }
    many.context.count = count;
    many.context.at = ARENA_ARRAY(arena, struct datum_entry, count);
    size_t first = draw(state, sizeof KEYS / sizeof *KEYS);
    for (size_t i = 0; i < count; i++)
        many.context.at[i] = (struct datum_entry){text_of(KEYS[(first + i) % (sizeof KEYS / sizeof *KEYS)]),
                                                  draw_datum(arena, state, depth + 1)};
    return many;
}

static struct datum draw_datum(struct arena *arena, uint64_t *state, int depth)
{
    struct number number;
    enum datum_type type = draw(state, DATUM_range + 1);
    if (depth > DEPTH_MAX && (type == DATUM_list || type == DATUM_context))
        type = DATUM_number;
    switch (type) {
    case DATUM_boolean:
        return datum_boolean(draw(state, 2));
    case DATUM_number:
        if (draw(state, 3) == 0 &&
            number_divide(number_of(draw(state, 100)), number_of(1 + draw(state, 9)), &number))
            return datum_number(number);
        return datum_whole((int64_t)draw(state, 40) - 5);
    case DATUM_string:
        return datum_string(text_of(TEXTS[draw(state, sizeof TEXTS / sizeof *TEXTS)]));
    case DATUM_date:
        return datum_date((int64_t)draw(state, 40000) - 10000);
    case DATUM_time:
        return (struct datum){.type = type, .clock = draw_clock(state)};
    case DATUM_date_time:
        return (struct datum){.type = type, .day = draw(state, 20000), .clock = draw_clock(state)};
    case DATUM_days:
        return (struct datum){.type = type, .seconds = (int64_t)draw(state, 1000000) - 500000};
    case DATUM_months:
        return (struct datum){.type = type, .months = (int64_t)draw(state, 100) - 50};
    case DATUM_list:
    case DATUM_context:
        return draw_many(arena, state, type, depth);
    case DATUM_range:
        return draw_range(arena, state);
    case DATUM_null:
        break;
    }
    return datum_null();
}

static void check_refused(struct text text, struct spot where, const struct err *err)
{
    struct str shown;
    assert(err->kind == ERR_input && err->sentence[0] != '\0' && err->place[0] != '\0');
    assert(where.offset <= text.length && where.length <= text.length - where.offset);
    if (text_utf8_valid(text) < text.length)
        return;
    assert(text_utf8_valid(text_of(err->sentence)) == strlen(err->sentence) ||
           strlen(err->sentence) + 4 >= sizeof err->sentence);
    str_init(&shown);
    rule_point(&shown, text, where);
    assert(shown.length >= 2 && shown.at[shown.length - 1] == '\n' && memchr(shown.at, '^', shown.length));
    str_clear(&shown);
}

static bool compile(struct arena *arena, struct text text, enum rule_mode mode, bool any_value,
                    struct rule **rule)
{
    struct text inputs[INPUTS];
    struct spot where;
    struct err err = {0};
    for (size_t i = 0; i < INPUTS; i++)
        inputs[i] = text_of(NAMES[i]);
    struct rule_options options = {
        .mode = mode, .any_value = any_value, .inputs = inputs, .input_count = INPUTS};
    if (rule_compile(arena, text, &options, rule, &where, &err))
        return true;
    check_refused(text, where, &err);
    return false;
}

static bool is_one(struct datum datum)
{
    return datum.type != DATUM_list && datum.type != DATUM_context && datum.type != DATUM_range;
}

/* What is written of a value is a question, and its answer the value. */
static void check_written(struct arena *arena, struct datum answer, const struct str *written,
                          const struct evaluation *evaluation)
{
    struct rule *rule;
    if (!is_one(answer) || written->length > RULE_LENGTH_MAX)
        return;
    bool compiled = compile(arena, str_text(written), RULE_standard, true, &rule);
    assert(compiled);
    struct datum again = rule_evaluate(rule, evaluation);
    assert(again.type == answer.type);
    assert(answer.type == DATUM_null || datum_is(datum_equal(answer, again), true));
}

static void ask(struct arena *arena, const struct rule *rule, bool explain, uint64_t *state)
{
    struct datum values[RULE_USES_MAX], inputs[INPUTS];
    bool nothing_known = draw(state, 4) == 0;
    for (size_t i = 0; i < RULE_USES_MAX; i++)
        values[i] = nothing_known ? datum_null() : draw_datum(arena, state, 0);
    for (size_t i = 0; i < INPUTS; i++)
        inputs[i] = nothing_known ? datum_null() : draw_datum(arena, state, 0);
    struct evaluation evaluation = {.arena = arena, .values = values, .inputs = inputs, .today = 11200};
    struct datum answer = rule_evaluate(rule, &evaluation), again = rule_evaluate(rule, &evaluation);
    assert(answer.type == again.type);
    struct str written, second;
    str_init(&written);
    str_init(&second);
    if (is_one(answer)) {
        datum_write(&written, answer);
        datum_write(&second, again);
        assert(text_equal(str_text(&written), str_text(&second)));
        check_written(arena, answer, &written, &evaluation);
    }
    str_clear(&written);
    str_clear(&second);
    if (explain) {
        struct explanation explanation;
        rule_explain(arena, rule, &evaluation, &explanation);
        assert(explanation.answer.type == answer.type ||
               (answer.type != DATUM_boolean && answer.type != DATUM_null)); /* a fact of a wrong type */
    }
}

static void column(struct str *sql, const struct fact *fact, enum aspect aspect)
{
    str_addf(sql, "%s_%d", fact->column, (int)aspect);
}

static void rows(struct str *sql, const struct fact *list, const void *with)
{
    (void)with;
    str_addf(sql, "%s s WHERE s.client = f.client", list->column);
}

/* Nothing that was typed stands in the SQL: no quote but around our own numbers, no comment, no end of a
 * statement. */
static void check_sql(const struct str *sql)
{
    int depth = 0;
    for (size_t i = 0; i < sql->length; i++) {
        const char c = sql->at[i];
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        assert(depth >= 0 && c != ';' && c != '"' && c != '\\' && (unsigned char)c < 0x80);
        assert(c != '-' || i + 1 == sql->length || sql->at[i + 1] != '-');
        assert(c != '/' || i + 1 == sql->length || sql->at[i + 1] != '*');
    }
    assert(depth == 0);
}

static void emit(struct arena *arena, const struct rule *rule)
{
    for (int engine = EMIT_sqlite; engine <= EMIT_postgres; engine++) {
        struct emitted *emitted = ARENA_NEW(arena, struct emitted);
        const struct emit_options options = {.engine = (enum emit_engine)engine,
                                             .today = 11200,
                                             .column = column,
                                             .rows = rows,
                                             .first_parameter = 1};
        str_init(&emitted->sql);
        if (rule_emit(arena, rule, &options, emitted))
            check_sql(&emitted->sql);
        else
            assert(emitted->why && emitted->where.offset <= rule->text.length);
        str_clear(&emitted->sql);
    }
}

static void export(struct arena *arena, const struct rule *rule)
{
    struct str out;
    struct rule *again;
    str_init(&out);
    rule_write(&out, rule);
    if (out.length <= RULE_LENGTH_MAX / 4) /* brackets may be too many beyond */
        (void)compile(arena, str_text(&out), RULE_standard, true, &again);
    rule_to_dmn(&out, rule, &(struct dmn_header){"a", "A", "", "", 1});
    assert(text_utf8_valid(str_text(&out)) == out.length);
    str_clear(&out);
    (void)rule_conflict(arena, rule, rule, 11200);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct text text = {(const char *)bytes, length};
    uint64_t state = 88172645463325252u + length;
    for (size_t i = 0; i < length; i++)
        state = state * 31 + bytes[i];
    state |= 1;
    for (int way = 0; way < 3; way++) {
        struct arena arena;
        struct rule *rule;
        bool yes_or_no = way == 0;
        arena_init(&arena);
        if (compile(&arena, text, way < 2 ? RULE_profile : RULE_standard, !yes_or_no, &rule)) {
            for (int i = 0; i < 3; i++)
                ask(&arena, rule, yes_or_no, &state);
            if (yes_or_no) {
                emit(&arena, rule);
                export(&arena, rule);
            }
        }
        arena_clear(&arena);
    }
    return 0;
}
