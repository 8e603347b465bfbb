"""built: what needs the compiler, the built program or another tool to see."""
import concurrent.futures
import difflib
import json
import os
import re
import subprocess
import tree

WARNINGS = "-std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Werror".split()


def output_of(*command, text=None):
    """(exit code, standard output, standard error) of a command."""
    try:
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError as failure:
        return 127, "", str(failure)
    return done.returncode, done.stdout, done.stderr


def check_headers_alone(root):
    """Each header compiles by itself, and twice."""
    _, libpq, _ = output_of("pkg-config", "--cflags", "libpq", "sqlite3")

    def complaint(path):
        name = path[len("src/"):]
        code, _, errors = output_of(
            "gcc", "-fsyntax-only", *WARNINGS, *libpq.split(), f"-I{root}/src", f"-I{root}/dictionary",
            "-DMATHLIB_STANDALONE", '-DMAHI_VERSION="0"', "-x", "c", "-",
            text=f'#include "{name}"\n#include "{name}"\n')
        return [f"{path}: {(errors.splitlines() or ['does not compile alone'])[0]}"] if code else []

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [c for found in pool.map(complaint, tree.files(root, ".h", under="src")) for c in found]


# The section of a symbol that the program may change while it runs. Tables of constant pointers live in .data.rel.ro.
MUTABLE = re.compile(r"\s(\.bss|\.data|\.tbss|\.tdata|\*COM\*)(?!\.rel\.ro)(\S*)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$")


def check_no_state(build):
    """No variable that outlives a call: not at file scope, not `static` inside a function, not one a thread. `build` is a
    build folder of the tree without sanitizers or coverage."""
    objects = [os.path.join(folder, name) for folder, _, names in os.walk(build) for name in names if name.endswith(".o")]
    objects = [path for path in objects if f"{os.sep}src{os.sep}" in path or "src_main" in path]
    found = [] if objects else [f"{build} holds no objects of src/"]
    for path in sorted(objects):
        _, symbols, _ = output_of("objdump", "-t", path)
        for line in symbols.splitlines():
            match = MUTABLE.search(line)
            if match and " d " not in line[:30] and not match.group(3).startswith("."):
                found.append(f"{os.path.basename(path)}: {match.group(3)} in {match.group(1)}")
    return found


# A derived document, and the words that make the program print it.
DERIVED = (("docs/data.md", ("dict", "--manual")), ("docs/mahi.1", ("help", "man")),
           ("docs/rules.md", ("help", "questions")), ("docs/boards.md", ("help", "boards")))


def check_derived_docs(root, program):
    """Each derived document is what the program prints today."""
    found = []
    for path, words in DERIVED:
        code, printed, errors = output_of(program, *words)
        if code != 0:
            found.append(f"mahi {' '.join(words)} fails: {errors.strip()[:200]}")
        elif not tree.exists(root, path):
            found.append(f"{path} is not there; make it with: mahi {' '.join(words)} > {path}")
        elif tree.read(root, path) != printed:
            change = [line for line in difflib.unified_diff(tree.read(root, path).splitlines(), printed.splitlines(), n=0)]
            found.append(f"{path} is not what mahi {' '.join(words)} prints: {change[3][:100] if len(change) > 3 else ''}")
    return found


def check_shell(root):
    """shellcheck has nothing to say about our scripts."""
    scripts = tree.files(root, ".sh", under="tools") + tree.files(root, ".sh", under="tests")
    scripts += tree.files(root, ".sh", under="bench") + [p for p in ("tools/dev", ".ci/run") if tree.exists(root, p)]
    code, said, errors = output_of("shellcheck", "-x", "-P", root, "-f", "json", *[os.path.join(root, s) for s in scripts])
    if code == 0:
        return []
    try:
        return [f"{os.path.relpath(c['file'], root)}:{c['line']}: SC{c['code']} {c['message']}" for c in json.loads(said)]
    except ValueError:
        return [errors.strip() or "shellcheck failed"]
