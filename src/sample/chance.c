#include <stdio.h>

#include "sample/sample_work.h"
#include "base/banned.h"

void chance_begin(struct sample *sample, const char *kind, int64_t number)
{
    char label[64];
    snprintf(label, sizeof label, "%s %lld", kind, (long long)number);
    const struct random_seed own = random_seed_branch(&sample->seed, text_of(label));
    sample->random = random_open(&own);
}

int below(struct sample *sample, int n)
{
    return (int)random_below(&sample->random, (uint64_t)n);
}

int between(struct sample *sample, int least, int most)
{
    return most <= least ? least : least + below(sample, most - least + 1);
}

bool chance(struct sample *sample, int permille)
{
    return below(sample, 1000) < permille;
}

int weighted(struct sample *sample, const int *weights, int count)
{
    int sum = 0, at = 0;
    for (int i = 0; i < count; i++)
        sum += weights[i];
    int left = below(sample, sum);
    while (left >= weights[at])
        left -= weights[at++];
    return at;
}

static const struct sample_fault_info faults[FAULT_end] = {
#define FAULT(name, permille, of, sentence, number) {permille, of, sentence, number},
#include "sample/faults.def"
#undef FAULT
};

const struct sample_fault_info *sample_fault_info(enum sample_fault fault)
{
    return &faults[fault];
}

bool fault(struct sample *sample, enum sample_fault which)
{
    const bool made = chance(sample, faults[which].permille);
    sample->result->faults[which].chances++;
    sample->result->faults[which].made += made;
    return made;
}
