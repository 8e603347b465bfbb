/* numbers: holds the statistics engine against a folder of folders of truths, topic by topic.
 *
 *     numbers DIR             every topic of DIR: passed, failed, worst relative error; at the end
 *                             `N passed, N failed`
 *     numbers --tap DIR NAME  one topic of topics.def as a test (TAP) with one case
 *
 * Each topic runs in a process of its own: one that breaks off, or takes longer than a quarter of an hour,
 * costs the figures that it had not reached and no others. */
#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "topic.h"

#include "base/banned.h"

enum { FOLDERS_MAX = 256, FILES_MAX = 1024, SECONDS_MAX = 900 };

struct known {
    const char *name, *files, *proves;
    void (*run)(struct topic *topic);
};

static const struct known KNOWN[] = {
#define TOPIC(name, files, proves) {#name, files, proves, topic_##name},
#include "topics.def"
#undef TOPIC
    {0},
};

/* The files whose figures somebody must answer for; the others are inputs. */
static const char *const EXPECTED[] = {"*_expected.csv", "*_pairs.csv",  "*_weights.csv", "*_balance.csv",
                                       "*_curve.csv",    "*_scores.csv", "newcombe*.csv"};

static bool is_expected(const char *file)
{
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++)
        if (fnmatch(EXPECTED[i], file, 0) == 0)
            return true;
    return false;
}

/* "01_proportions" and "01_shares" are the same topic, and so are "17_published" and "17_published_b". */
static bool same_number(const char *folder, const char *name)
{
    size_t length = strcspn(name, "_");
    return strcspn(folder, "_") == length && strncmp(folder, name, length) == 0;
}

static size_t figures_of(const struct oracle *table)
{
    bool long_form = oracle_has(table, "stat") && oracle_has(table, "value");
    return long_form || table->columns < 2 ? table->rows : table->rows * (table->columns - 1);
}

static bool was_opened(const struct topic *topic, const char *file)
{
    for (size_t i = 0; i < topic->opened_count; i++)
        if (strcmp(topic->opened[i], file) == 0)
            return true;
    return false;
}

static bool claimed(const char *folder, const char *file)
{
    for (const struct known *known = KNOWN; known->name; known++)
        if (same_number(folder, known->name) && fnmatch(known->files, file, 0) == 0)
            return true;
    return false;
}

/* The figures of all expected files that `files` names (NULL: those that no topic claims), or only of those
 * never opened, of which each is said. */
static size_t figures_count(struct topic *topic, const char *folder, const char *files, bool unopened_only)
{
    static const char WHY[] = "nothing is known of this file";
    char(*names)[TOPIC_NAME_MAX] = calloc(FILES_MAX, sizeof *names);
    size_t total = 0, count = names ? topic_files(topic, "*", names, FILES_MAX) : 0;
    for (size_t i = 0; i < count; i++) {
        char path[2048];
        struct oracle table;
        bool mine = files ? fnmatch(files, names[i], 0) == 0 : !claimed(folder, names[i]);
        if (!mine || !is_expected(names[i]) || (unopened_only && was_opened(topic, names[i])))
            continue;
        snprintf(path, sizeof path, "%s/%s", topic->folder, names[i]);
        if (!oracle_read(&table, path))
            continue;
        size_t figures = figures_of(&table);
        oracle_close(&table);
        total += figures;
        if (unopened_only && figures > 0) {
            topic_judge(topic, names[i], false, "%zu figures, and %s", figures, WHY);
            topic->failed += figures - 1;
        }
    }
    free(names);
    return total;
}

static void run_in_child(const struct known *known, struct topic *topic)
{
    alarm(SECONDS_MAX);
    known->run(topic);
    fflush(NULL);
    _exit(0);
}

/* Runs one topic of KNOWN on a folder and leaves its tally in `topic`. */
static void topic_run(const struct known *known, const char *folder, struct topic *topic)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        run_in_child(known, topic);
    int status = 0;
    bool ended = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    if (ended) {
        figures_count(topic, folder, known->files, true);
        return;
    }
    size_t all = figures_count(topic, folder, known->files, false), reached = topic->passed + topic->failed;
    topic_judge(topic, topic->asking, false, "broke off here (%s %d)",
                WIFSIGNALED(status) ? "signal" : "exit code",
                WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (all > reached + 1)
        topic->failed += all - reached - 1;
}

static struct topic *topic_make(const char *dir, const char *folder)
{
    struct topic *topic =
        mmap(NULL, sizeof *topic, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (topic == MAP_FAILED) {
        perror("memory for a topic");
        exit(2);
    }
    snprintf(topic->folder, sizeof topic->folder, "%s/%s", dir, folder);
    return topic;
}

/* The topic's lines, each led by `lead`. */
static void topic_say(const struct topic *topic, const char *lead)
{
    for (const char *line = topic->said; *line; line += strcspn(line, "\n"), line += *line == '\n')
        printf("%s%.*s\n", lead, (int)strcspn(line, "\n"), line);
    if (topic->said_failures > SAID_FAILURES_MAX)
        printf("%s(and more)\n", lead);
}

static void topic_print(const char *name, const struct topic *topic)
{
    printf("%-28s %7zu passed %7zu failed   ", name, topic->passed, topic->failed);
    if (topic->worst > 0)
        printf("worst relative error %.2g (%s)\n", topic->worst, topic->worst_where);
    else
        printf("%s\n", topic->passed > 0 ? "all alike" : "");
    topic_say(topic, "    ");
}

/* The sub-folders of `dir`, in order. */
static size_t folders_list(const char *dir, char (*names)[TOPIC_NAME_MAX])
{
    struct topic *all = topic_make(dir, ".");
    size_t count = topic_files(all, "[0-9]*", names, FOLDERS_MAX);
    munmap(all, sizeof *all);
    return count;
}

/* One folder: every topic that knows it, and what none of them claims. */
static void folder_run(const char *dir, const char *folder, size_t *passed, size_t *failed)
{
    for (const struct known *known = KNOWN; known->name; known++) {
        if (!same_number(folder, known->name))
            continue;
        struct topic *topic = topic_make(dir, folder);
        topic_run(known, folder, topic);
        topic_print(known->name, topic);
        *passed += topic->passed;
        *failed += topic->failed;
        munmap(topic, sizeof *topic);
    }
    struct topic *rest = topic_make(dir, folder);
    if (figures_count(rest, folder, NULL, true) > 0)
        topic_print(folder, rest);
    *failed += rest->failed;
    munmap(rest, sizeof *rest);
}

static int all_run(const char *dir)
{
    static char names[FOLDERS_MAX][TOPIC_NAME_MAX];
    size_t count = folders_list(dir, names), passed = 0, failed = 0;
    if (count == 0)
        fprintf(stderr, "\"%s\" holds no topics; name a folder that holds 01_proportions and so on\n", dir);
    for (size_t i = 0; i < count; i++)
        folder_run(dir, names[i], &passed, &failed);
    printf("%zu passed, %zu failed\n", passed, failed);
    return passed > 0 && failed == 0 ? 0 : 1;
}

static int one_run(const char *dir, const char *name)
{
    static char names[FOLDERS_MAX][TOPIC_NAME_MAX];
    size_t count = folders_list(dir, names);
    const struct known *known = KNOWN;
    while (known->name && strcmp(known->name, name) != 0)
        known++;
    if (!known->name) {
        fprintf(stderr, "topics.def has no \"%s\"\n", name);
        return 2;
    }
    struct topic *topic = topic_make(dir, name);
    for (size_t i = 0; i < count; i++)
        if (same_number(names[i], name)) {
            snprintf(topic->folder, sizeof topic->folder, "%s/%s", dir, names[i]);
            topic_run(known, names[i], topic);
        }
    bool right = topic->passed > 0 && topic->failed == 0;
    printf("TAP version 13\n1..1\n%s 1 - %s\n", right ? "ok" : "not ok", known->proves);
    printf("# %zu passed, %zu failed, worst relative error %.2g (%s)\n", topic->passed, topic->failed,
           topic->worst, topic->worst > 0 ? topic->worst_where : "all alike");
    topic_say(topic, "# ");
    return right ? 0 : 1;
}

int main(int count, char **words)
{
    if (count == 4 && strcmp(words[1], "--tap") == 0)
        return one_run(words[2], words[3]);
    if (count == 2 && words[1][0] != '-')
        return all_run(words[1]);
    fprintf(stderr, "numbers DIR, or numbers --tap DIR TOPIC; DIR holds 01_proportions and so on\n");
    return 2;
}
