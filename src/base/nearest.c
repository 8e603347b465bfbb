#include "base/nearest.h"

#include <ctype.h>
#include <string.h>

#include "base/banned.h"

enum { NAME_MAX_LENGTH = 63 };

void nearest_init(struct nearest *nearest, struct text typed)
{
    size_t limit = typed.length / 3 > 2 ? typed.length / 3 : 2;
    *nearest = (struct nearest){.typed = typed, .distance = limit + 1};
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t edits(struct text a, struct text b)
{
    size_t rows[3][NAME_MAX_LENGTH + 1];
    for (size_t j = 0; j <= b.length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            int x = tolower((unsigned char)a.at[i - 1]), y = tolower((unsigned char)b.at[j - 1]);
            row[j] = smaller(smaller(above[j] + 1, row[j - 1] + 1), above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == tolower((unsigned char)b.at[j - 2]) &&
                tolower((unsigned char)a.at[i - 2]) == y)
                row[j] = smaller(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.length % 3][b.length];
}

void nearest_offer(struct nearest *nearest, const char *name)
{
    struct text known = text_of(name);
    if (known.length > NAME_MAX_LENGTH || nearest->typed.length > NAME_MAX_LENGTH ||
        nearest->typed.length == 0)
        return;
    size_t distance = edits(nearest->typed, known);
    if (distance < nearest->distance && distance < nearest->typed.length) {
        nearest->distance = distance;
        nearest->name = name;
    }
}
