#include "cli/cli.h"

#include "base/banned.h"

int main(int count, char **words)
{
    return cli_run(count, words);
}
