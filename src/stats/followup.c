#include "stats/followup.h"

#include <assert.h>

#include "base/banned.h"

struct followup followup_at(const struct followup_spell *spells, size_t count, double date)
{
    assert(date >= 0);
    struct followup made = {.n = (int64_t)count};
    for (size_t i = 0; i < count; i++) {
        double length = spells[i].length;
        int way = spells[i].way;
        assert(length >= 0 && 0 <= way && way <= FOLLOWUP_WAYS_MAX);
        if (length > date || (way == 0 && length >= date))
            made.still++;
        else if (way == 0)
            made.unknown++;
        else
            made.left[way]++;
    }
    made.known = made.n - made.unknown;
    return made;
}
