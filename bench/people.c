#include "people.h"

#include <math.h>

#include "base/banned.h"

/* A number from a bell-shaped heap around 0, spread 1: twelve even ones (Irwin & Hall 1927). */
static double bell(struct random *random)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += random_uniform(random);
    return sum;
}

static int yes(struct random *random, double share)
{
    return random_uniform(random) < share;
}

static int whole(double x, int least, int most)
{
    return x < least ? least : x > most ? most : (int)x;
}

static void write_person(FILE *out, struct random *random)
{
    int age = 16 + (int)random_below(random, 49), female = yes(random, 0.48), migrant = yes(random, 0.3);
    int english = migrant ? (int)random_below(random, 10) : 9, married = yes(random, age / 90.0);
    int degree = yes(random, 0.2), children = whole(bell(random) * 1.3 + 0.04 * age, 0, 6);
    int rural = yes(random, 0.25), weeks = whole(-log(1 - random_uniform(random)) * 40, 0, 260);
    double test = bell(random) + 0.1 * english;
    double rent = fmax(60, 240 + 70 * bell(random)), earned = fmax(0, 14000 + 9000 * bell(random));
    double odds = -1.5 + 0.01 * (40 - age) + 0.15 * female + 0.4 * migrant - 0.06 * english + 0.1 * married +
                  0.2 * degree - 0.08 * children + 0.004 * weeks - 0.2 * rural + 0.0008 * rent -
                  2e-5 * earned + 0.25 * test;
    int treat = yes(random, 1 / (1 + exp(-odds)));
    double after = fmax(0, 0.6 * earned + 1500 * treat + 900 * test - 12.0 * weeks + 8000 * bell(random));
    double days = -log(1 - random_uniform(random)) * 400 * exp(-0.2 * treat + 0.004 * weeks - 0.1 * test);
    double lost = random_uniform(random) * 5000; /* to follow-up */
    int way = days > lost || days > 1095 ? 0 : 1 + whole(random_uniform(random) * 5, 0, 4) / 2;
    fprintf(out, "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%.2f,%.2f,%.3f,%.2f,%d,%d\n", treat, age, female, english,
            married, degree, children, migrant, weeks, rural, rent, earned, test, after,
            (int)ceil(fmin(fmin(days, lost), 1095)), way);
}

void people_write(FILE *out, size_t count)
{
    struct random_seed seed = random_seed_of_words(text_of("people of the bench"));
    struct random random = random_open(&seed);
    fputs(
        "treat,age,female,english,married,degree,children,migrant,weeks,rural,rent,earned_before,test,earned,"
        "days,way\n",
        out);
    for (size_t i = 0; i < count; i++)
        write_person(out, &random);
}

static int *codes_of(struct arena *arena, const double *value, size_t n)
{
    int *codes = ARENA_ARRAY(arena, int, n);
    for (size_t i = 0; i < n; i++)
        codes[i] = (int)value[i];
    return codes;
}

bool people_read(struct people *people, struct arena *arena, const char *path, struct err *err)
{
    FILE *file = fopen(path, "r");
    *people = (struct people){0};
    if (!file)
        return err_system(err, "Cannot open", path);
    bool good = frame_read(&people->frame, file, path, NULL, err);
    fclose(file);
    if (!good)
        return false;
    const struct frame *frame = &people->frame;
    assert(frame->count == 1 + PEOPLE_COVARIATES + 3);
    people->n = frame->rows;
    people->treat = frame->columns[0].value;
    for (size_t i = 0; i < PEOPLE_COVARIATES; i++)
        people->covariate[i] = (struct covariate){frame->columns[i + 1].name, frame->columns[i + 1].value};
    people->earned = frame->columns[PEOPLE_COVARIATES + 1].value;
    people->days = frame->columns[PEOPLE_COVARIATES + 2].value;
    people->group = codes_of(arena, people->treat, people->n);
    people->way = codes_of(arena, frame->columns[PEOPLE_COVARIATES + 3].value, people->n);
    return true;
}
