/* covariate: a name and one number for each person. A missing number is a NaN, and nothing else is. */
#ifndef STATS_COVARIATE_H
#define STATS_COVARIATE_H

struct covariate {
    const char *name;
    const double *value;
};

#endif
