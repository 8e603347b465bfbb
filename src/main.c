#include <locale.h>

#include "cli/cli.h"

#include "base/banned.h"

int main(int count, char **words)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* for text_width; nothing else asks for the locale */
    return cli_run(count, words);
}
