/* pipeline: everything an evaluation asks of the engine, from the CSV file to the curves, as stats_pipeline.R
 * does it. */
#ifndef BENCH_PIPELINE_H
#define BENCH_PIPELINE_H

/* Prints a line for each figure, as stats_pipeline.R does, and writes the sets of matching to `sets_path`
 * unless it is NULL. OUT the exit code. */
int pipeline(const char *path, const char *sets_path);

#endif
