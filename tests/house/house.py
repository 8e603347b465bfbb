#!/usr/bin/env python3
"""The house checks itself: its layers, its headers, its rows, its documents.

Usage: house.py SOURCE_ROOT BUILD_FOLDER PROGRAM
Prints TAP. Each check first looks at a small good tree, where it must find nothing, and at the same tree with one fault, which
it must find: a check that cannot fail is a defect.
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import built  # noqa: E402
import layers  # noqa: E402
import style  # noqa: E402

# The small good tree.
GOOD = {
    "src/LAYERS": "# folder : may include ; owns\nbase : ;\ndict : base ;\ndb : base ; sqlite3.h\nstats : base ;\nmain : base ;\n",
    "src/base/banned.h": "#pragma GCC poison strcpy strtok\n",
    "src/base/date.h": "#ifndef D\n#define D\n#include <stdint.h>\nint32_t day(void);\n#endif\n",
    "src/base/date.c": '#include "base/date.h"\n\n#include "base/banned.h"\n\n/* strcpy (a) */\nint32_t day(void)\n{\n'
                       '    static const char *const names[] = {"strcpy(", "b"};\n    return (int32_t)names[0][0];\n}\n',
    "src/base/kinds.def": "/* KIND (name, what it's for) */\nKIND (one, \"a ) b\")\nKIND (two, F(x),\n      .y = {1, 2})\n",
    "src/dict/rows.c": '#include "base/date.h"\n#include "base/banned.h"\n#include "all.def"\n',
    "src/db/db.h": "#include <sqlite3.h>\n",
    "src/db/db_private.h": "struct db_private;\n",
    "src/db/db.c": '#include "db/db_private.h"\n#include "base/banned.h"\n',
    "src/main.c": '#include <stdio.h>\n#include "base/date.h"\n#include "base/banned.h"\nint main(void)\n{\n    return 0;\n}\n',
    "dictionary/all.def": '/* order */\n#include "client.def"\n',
    "dictionary/client.def": 'FIELD (client, number, "Its # number; it\'s one.", .of = {A, B})\n',
    "dictionary/shapes.def": "#define SHAPE(r) \\\n    FIELD (r, x) \\\n    FIELD (r, F_##r##_y)\n",
    "docs/data.md": "data\n",
    "docs/mahi.1": "help\n",
    "docs/rules.md": "help\n",
    "docs/boards.md": "help\n",
    "tests/unit/t_date.c": "int x;\n",
    "tests/unit/meson.build": "names = ['t_date']\n",
    "tests/stories/import.story.sh": "#!/usr/bin/env bash\nset -e\necho ok\n",
    "tests/stories/meson.build": "names = ['import']\n",
}

FAKE_PROGRAM = "#!/bin/sh\ncase $1 in dict) echo data ;; help) echo help ;; *) exit 2 ;; esac\n"


def make_tree(files):
    root = tempfile.mkdtemp(prefix="mahi-house.")
    for path, text in files.items():
        path = os.path.join(root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return root


def program_in(root):
    path = os.path.join(root, "build-fake", "mahi")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(FAKE_PROGRAM)
    os.chmod(path, 0o755)
    return path


def build_in(root):
    folder = os.path.join(root, "build-fake", "src")
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["gcc", "-fPIE", "-c", "-I", root + "/src", root + "/src/base/date.c", "-o", folder + "/date.o"], check=True)
    return os.path.dirname(folder)


# A small source file whose one variable, declared by `line`, is used.
def state(line, name):
    return {"src/base/date.c": f"{line}\nvoid *f(void);\nvoid *f(void)\n{{\n    return (void *)&{name};\n}}\n"}


# (the check, what it says of the tree, [(a fault, the files that bring it in; None for a file that is missing)])
CHECKS = [
    (layers.check_layers_file, "src/LAYERS names every folder, and each may include only what stands above it", [
        ("a folder not named", {"src/new/a.c": '#include "base/banned.h"\n'}),
        ("a row that includes upwards", {"src/LAYERS": "base : db ;\ndict : base ;\ndb : base ; sqlite3.h\nmain : base ;\n"}),
        ("two engines that meet", {"src/LAYERS": "base : ;\ndict : base ;\ndb : base ; sqlite3.h\nstats : base db ;\nmain : ;\n"})]),
    (layers.check_includes, "every include goes down the layers and names its folder", [
        ("an include that goes up", {"src/base/x.h": '#include "db/db.h"\n'}),
        ("an include across", {"src/dict/x.c": '#include "db/db.h"\n#include "base/banned.h"\n'}),
        ("an include without its folder", {"src/base/x.h": '#include "date.h"\n'}),
        ("an include of nothing", {"src/base/x.h": '#include "base/none.h"\n'}),
        ("another folder's private header", {"src/LAYERS": GOOD["src/LAYERS"] + "cli : db ;\n",
                                             "src/cli/x.c": '#include "db/db_private.h"\n'}),
        ("the dictionary's rows outside dict", {"src/db/x.c": '#include "all.def"\n'})]),
    (layers.check_cycles, "no header includes itself by a detour", [
        ("two headers that include each other", {"src/base/a.h": '#include "base/b.h"\n', "src/base/b.h": '#include "base/a.h"\n'})]),
    (layers.check_outside_headers, "each outside library is seen by its one owner", [
        ("SQLite outside db", {"src/base/x.c": "#include <sqlite3.h>\n"}),
        ("a library nobody owns", {"src/db/x.c": "#include <curl/curl.h>\n"})]),
    (style.check_banned, "banned functions are called nowhere", [
        ("a poisoned function before the poison", {"src/base/x.c": "void f(char *a)\n{\n    strcpy (a, a);\n}\n"}),
        ("system()", {"src/base/x.c": 'void f(void)\n{\n    system("ls");\n}\n'})]),
    (style.check_banned_included, "base/banned.h is the last header of each source file", [
        ("a source file without it", {"src/base/x.c": '#include "base/date.h"\n'}),
        ("a header after it", {"src/base/x.c": '#include "base/banned.h"\n#include <stdio.h>\n'})]),
    (style.check_file_length, "no file is longer than 600 lines", [("601 lines", {"src/base/x.h": "\n" * 601})]),
    (style.check_function_length, "no function is longer than 90 lines", [
        ("91 lines", {"src/base/x.c": "void f(void)\n{\n" + "    ;\n" * 90 + "}\n"})]),
    (style.check_def_rows, "a .def file holds rows only", [
        ("a definition", {"src/base/kinds.def": "#define KIND(x) x\nKIND (one)\n"}),
        ("a statement", {"src/base/kinds.def": "KIND (one);\n"}),
        ("a row left open", {"src/base/kinds.def": "KIND (one\n"}),
        ("an include in a family", {"dictionary/client.def": '#include "x.def"\n'})]),
    (style.check_marks, "nothing is marked for later, no folder of one machine is named", [
        ("a mark", {"docs/x.md": "TO" + "DO: write\n"}),
        ("a folder", {"docs/x.md": "look in /ho" + "me/me/x\n"})]),
    (style.check_tests_listed, "every test on disk is listed, so that it runs", [
        ("a unit test not listed", {"tests/unit/t_new.c": "int x;\n"}),
        ("a story not listed", {"tests/stories/new.story.sh": "#!/bin/sh\n"})]),
    (built.check_headers_alone, "every header compiles alone", [
        ("a header that needs another", {"src/base/x.h": "int64_t f(void);\n"}),
        ("a header without a guard", {"src/base/x.h": "struct x {\n    int a;\n};\n"})]),
    (built.check_shell, "shellcheck has nothing to say about our scripts", [
        ("an unquoted name", {"tools/x.sh": "#!/bin/sh\nrm $1\n"})]),
    (built.check_no_state, "no variable outlives a call", [
        ("a variable at file scope", state("int count;", "count")),
        ("a variable with a value", state("static int count = 1;", "count")),
        ("a table of pointers that may change", state('static const char *names[] = {"a"};', "names")),
        ("a variable of one thread", state("static _Thread_local int count;", "count")),
        ("a static inside a function", {"src/base/date.c": "int f(void);\nint f(void)\n{\n    static int n;\n    return ++n;\n}\n"})]),
    (built.check_derived_docs, "derived documents are what the program prints", [
        ("an old document", {"docs/data.md": "old\n"}),
        ("a missing document", {"docs/mahi.1": None})]),
]


def findings_in(check, files):
    """What a check finds in a small tree."""
    root = make_tree({path: text for path, text in files.items() if text is not None})
    try:
        if check is built.check_no_state:
            return check(build_in(root))
        if check is built.check_derived_docs:
            return check(root, program_in(root))
        return check(root)
    finally:
        shutil.rmtree(root)


def cases(source, build, program):
    """(name, the findings that make it fail) of every case."""
    for check, name, faults in CHECKS:
        real = {built.check_no_state: (build,), built.check_derived_docs: (source, program)}.get(check, (source,))
        yield name, check(*real)
        yield f"{name}: a good tree passes", findings_in(check, GOOD)
        for fault, changes in faults:
            yield f"{name}: {fault} is caught", [] if findings_in(check, {**GOOD, **changes}) else ["nothing was found"]


def main(source, build, program):
    count = failed = 0
    for name, findings in cases(source, build, program):
        count += 1
        failed += bool(findings)
        print(f"{'not ok' if findings else 'ok'} {count} - house: {name}")
        for finding in findings[:40]:
            print(f"# {finding}")
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*(os.path.abspath(a) for a in sys.argv[1:4])))
