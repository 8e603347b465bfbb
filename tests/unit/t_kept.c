#include "store_place.h"

#include "store/kept.h"

static struct kept keep(struct place *place, struct kept_request request, bool expect_changed)
{
    struct kept kept;
    struct err err = {0};
    bool changed;
    must(kept_save(&place->arena, &place->store, &request, &kept, &changed, &err), &err);
    assert_int_equal(changed, expect_changed);
    return kept;
}

static void not_kept(struct place *place, struct kept_request request, const char *words)
{
    struct kept kept;
    struct err err = {0};
    bool changed;
    const int64_t before = place_number(place, "SELECT count(*) FROM question_version");
    assert_false(kept_save(&place->arena, &place->store, &request, &kept, &changed, &err));
    assert_int_equal(err.kind, ERR_usage);
    if (!strstr(err.sentence, words))
        fail_msg("%s", err.sentence);
    assert_int_equal(place_number(place, "SELECT count(*) FROM question_version"), before);
}

static struct kept find(struct place *place, const char *code)
{
    struct kept kept;
    struct err err = {0};
    must(kept_find(&place->arena, &place->store, text_of(code), &kept, &err), &err);
    return kept;
}

#define EARLY .code = text_of("early")

static void versions(void **state)
{
    struct place *place = place_open_store(state);
    struct kept first = keep(place,
                             (struct kept_request){EARLY, .text = text_of("weeks registered in [0..26]"),
                                                   .label = "Early", .sentence = "Who is new"},
                             true);
    assert_true(text_is(first.version_code, "early/1"));
    assert_int_equal(first.version, 1);
    assert_string_equal(first.owner, "boss");
    const struct kept second = keep(
        place, (struct kept_request){EARLY, .text = text_of("weeks registered in [0..13]"), .reason = "Half"},
        true);
    assert_true(text_is(second.version_code, "early/2"));
    assert_string_equal(second.label, "Early"); /* as it was */
    assert_string_equal(second.sentence, "Who is new");
    assert_string_equal(second.reason, "Half");
    first = find(place, "early/1"); /* untouched */
    assert_true(text_is(first.text, "weeks registered in [0..26]"));
    assert_string_equal(first.reason, "");
    assert_true(text_is(find(place, "early").text, "weeks registered in [0..13]"));
    assert_int_equal(place_number(place, "SELECT count(*) FROM question_version_history"), 0);
}

static void the_same_again(void **state)
{
    struct place *place = place_open_store(state);
    const struct kept_request request = {EARLY, .text = text_of("SGI = 3"), .label = "Early"};
    keep(place, request, true);
    struct kept kept = keep(place, request, false);
    assert_int_equal(kept.version, 1);
    kept = keep(place, (struct kept_request){EARLY, .text = text_of("SGI = 3"), .label = "Newer"}, false);
    assert_string_equal(kept.label, "Newer"); /* what reports call it is no version */
    kept = keep(
        place,
        (struct kept_request){EARLY, .text = text_of("SGI = 3"), .verified_only = true, .reason = "Checked"},
        true);
    assert_int_equal(kept.version, 2);
    assert_true(kept.verified_only);
    assert_false(find(place, "early/1").verified_only);
}

static void what_is_refused(void **state)
{
    struct place *place = place_open_store(state);
    not_kept(place, (struct kept_request){EARLY, .text = text_of("SGI = 3")}, "--label");
    not_kept(place, (struct kept_request){.code = text_of("a/b"), .text = text_of("SGI = 3"), .label = "A"},
             "stroke");
    keep(place, (struct kept_request){EARLY, .text = text_of("SGI = 3"), .label = "Early"}, true);
    not_kept(place, (struct kept_request){EARLY, .text = text_of("SGI = 4")}, "--reason");
    not_kept(place, (struct kept_request){EARLY, .text = text_of("SGI = 3"), .verified_only = true},
             "--reason");
}

static void the_nearest(void **state)
{
    struct place *place = place_open_store(state);
    struct kept kept;
    struct err err = {0};
    keep(place, (struct kept_request){EARLY, .text = text_of("SGI = 3"), .label = "Early"}, true);
    assert_false(kept_find(&place->arena, &place->store, text_of("erly"), &kept, &err));
    assert_int_equal(err.kind, ERR_absent);
    assert_non_null(strstr(err.sentence, "did you mean \"early\"?"));
    err = (struct err){0};
    assert_false(kept_find(&place->arena, &place->store, text_of("early/2"), &kept, &err));
    assert_int_equal(err.kind, ERR_absent);
}

static void owners(void **state)
{
    struct place *place = place_open_store(state);
    place_add_people(place);
    keep(place, (struct kept_request){EARLY, .text = text_of("SGI = 3"), .label = "Early"}, true);
    place_work_as(place, "ana");
    const struct kept kept =
        keep(place, (struct kept_request){EARLY, .text = text_of("SGI = 4"), .reason = "Better"}, true);
    assert_string_equal(kept.owner, "boss"); /* who changes it does not take it over */
}

static void lists(void **state)
{
    struct place *place = place_open_store(state);
    struct err err = {0};
    struct kept *all;
    size_t count;
    keep(place, (struct kept_request){.code = text_of("b"), .text = text_of("SGI = 3"), .label = "B"}, true);
    keep(place, (struct kept_request){.code = text_of("a"), .text = text_of("SGI = 3"), .label = "A"}, true);
    for (int i = 2; i <= 11; i++)
        keep(place,
             (struct kept_request){.code = text_of("b"),
                                   .text = text_of(arena_format(&place->arena, "SGI != %d", i)),
                                   .reason = "Once more"},
             true);
    must(kept_list(&place->arena, &place->store, (struct text){0}, &all, &count, &err), &err);
    assert_int_equal(count, 2);
    assert_true(text_is(all[0].version_code, "a/1"));
    assert_true(text_is(all[1].version_code, "b/11")); /* by number, not by letter */
    must(kept_list(&place->arena, &place->store, text_of("b"), &all, &count, &err), &err);
    assert_int_equal(count, 11);
    assert_int_equal(all[0].version, 11);
    assert_int_equal(all[10].version, 1);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R27: other words are a new version with its reason; the old one stays", versions),
        BOTH("R27: the same words again are no version; checked facts only are", the_same_again),
        BOTH("R27: a new question wants a label, a changed one a reason, and no code a stroke",
             what_is_refused),
        BOTH("R8: a code that is not there is named with the nearest", the_nearest),
        BOTH("R8: whoever changes a question, its owner stays", owners),
        BOTH("R8: all questions by code in their last version; all versions of one", lists),
    };
    return RUN(cases);
}
