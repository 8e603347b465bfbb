/* What csv.h promises of any bytes whatever: the reader ends, and either gives rows or says in a sentence why
 * not; the rows are the same wherever the buffer's edge falls in them; and what was read, written and read
 * again is the same. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char HEADING[] = "h,h\n";

static FILE *file_of(const char *bytes, size_t length)
{
    FILE *file = length > 0 ? fmemopen((void *)(uintptr_t)bytes, length, "r") : fopen("/dev/null", "r");
    assert(file);
    return file;
}

/* Everything read, as text: the length and bytes of each field, the fields of each row, and how it ended.
 * `size` is that of the reader's buffer to begin with, 0 for its own. */
static void read_all(const struct str *bytes, size_t size, struct str *seen, struct str *written)
{
    struct csv_reader csv;
    struct err err = {0};
    FILE *file = file_of(bytes->at, bytes->length);
    csv_open(&csv, file, "f");
    if (size > 0)
        csv.size = size;
    int64_t row = 0;
    while (csv_read(&csv, &err)) {
        assert(csv.row > row && csv.field_count >= 1 && csv.field_count <= CSV_FIELDS_MAX);
        row = csv.row;
        str_addf(seen, "%lld", (long long)csv.row);
        for (size_t i = 0; i < csv.field_count; i++) {
            struct text field = csv.fields[i];
            assert(text_utf8_valid(field) == field.length);
            assert(field.length == 0 || !memchr(field.at, '\0', field.length));
            str_addf(seen, ",%zu:", field.length);
            str_add_bytes(seen, field.at, field.length);
            if (written) {
                str_add(written, i > 0 ? "," : "");
                csv_add_field(written, field);
            }
        }
        str_add_char(seen, '\n');
        if (written)
            str_add(written, ",\n"); /* one more field, so that no row is empty */
    }
    assert(csv.bytes_read <= (int64_t)bytes->length);
    if (err.kind != ERR_none) {
        assert(err.sentence[0] != '\0' && err.place[0] != '\0');
        assert(text_utf8_valid(text_of(err.sentence)) == strlen(err.sentence));
        str_add(seen, err.sentence);
    } else {
        assert(csv.bytes_read == (int64_t)bytes->length);
    }
    csv_close(&csv);
    fclose(file);
}

/* The bytes behind a heading: the same whatever the buffer's size, and so wherever its edges fall. */
static void check_edges(const char *bytes, size_t length, size_t size)
{
    struct str file, small, large;
    str_init(&file);
    str_init(&small);
    str_init(&large);
    str_add(&file, HEADING);
    str_add_bytes(&file, bytes, length);
    read_all(&file, size, &small, NULL);
    read_all(&file, 0, &large, NULL);
    assert(text_equal(str_text(&small), str_text(&large)));
    str_clear(&file);
    str_clear(&small);
    str_clear(&large);
}

/* What was written out is read, and written out again. */
static void check_written(const struct str *written)
{
    struct csv_reader csv;
    struct err err = {0};
    struct str again;
    str_init(&again);
    FILE *file = file_of(written->at, written->length);
    csv_open(&csv, file, "f");
    while (csv_read(&csv, &err)) {
        for (size_t i = 0; i < csv.field_count; i++) {
            str_add(&again, i > 0 ? "," : "");
            csv_add_field(&again, csv.fields[i]);
        }
        str_add(&again, "\n");
    }
    if (err.kind == ERR_none)
        assert(text_equal(str_text(&again), str_text(written)));
    else
        assert(strstr(err.sentence,
                      "1,024")); /* a full row has one field too many with the one that read_all adds */
    csv_close(&csv);
    fclose(file);
    str_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct str given, seen, written;
    str_init(&given);
    str_init(&seen);
    str_init(&written);
    str_add_bytes(&given, (const char *)bytes, length);
    str_add(&written, HEADING); /* the separator of what we write is a comma, whatever the first row holds */
    read_all(&given, 0, &seen, &written);
    check_written(&written);
    if (length > 0) /* a heading that is read in one piece, or its separator could not be found */
        check_edges(given.at, length, sizeof HEADING - 1 + bytes[length - 1] % 64);
    str_clear(&given);
    str_clear(&seen);
    str_clear(&written);
    return 0;
}
