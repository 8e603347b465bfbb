"""layers: who includes whom, as src/LAYERS allows; who owns which outside header."""
import tree

# What C17, POSIX and glibc offer belongs to everybody; any other <header> needs an owner in src/LAYERS.
STANDARD = set("""assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic
stdbool stddef stdint stdio stdlib stdnoreturn string strings tgmath threads time uchar wchar wctype
dirent dlfcn fcntl fnmatch getopt glob grp iconv langinfo libgen poll pthread pwd regex sched spawn termios unistd
sys/file sys/ioctl sys/mman sys/random sys/resource sys/socket sys/stat sys/time sys/types sys/uio sys/un sys/utsname
sys/wait""".split())

NEVER_MEET = ("db", "stats", "report", "rule")


def layers(root):
    """src/LAYERS as {folder: allowed folders} and {outside header: owning folder}."""
    allowed, owner = {}, {}
    for line in tree.read(root, "src/LAYERS").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        folder, rest = line.split(":", 1)
        may, _, headers = rest.partition(";")
        allowed[folder.strip()] = set(may.split())
        owner.update((header, folder.strip()) for header in headers.replace(";", " ").split())
    return allowed, owner


def check_layers_file(root):
    """src/LAYERS names every folder of src/ and no other, a folder may include only those above it in the file."""
    allowed, _ = layers(root)
    folders = {tree.src_folder(path) for path in tree.files(root, ".c", ".h", under="src")}
    found = [f"src/LAYERS does not name {f}" for f in sorted(folders - allowed.keys())]
    seen = set()
    for folder, may in allowed.items():
        found += [f"src/LAYERS: {folder} may include {m}, which does not stand above it" for m in sorted(may - seen)]
        if folder in NEVER_MEET:
            found += [f"src/LAYERS: {folder} and {m} never meet" for m in NEVER_MEET if m in may]
        seen.add(folder)
    return found


def generated(root, folder, name):
    """Whether the folder's own meson.build makes the file."""
    path = f"src/{folder}/meson.build"
    return tree.exists(root, path) and f"'{name}'" in tree.read(root, path)


def check_includes(root):
    """Each include goes down src/LAYERS and names its folder; a folder's private headers stay inside."""
    allowed, _ = layers(root)
    found = []
    for path in tree.files(root, ".c", ".h", under="src"):
        own = tree.src_folder(path)
        for quote, name, line in tree.includes(tree.read(root, path)):
            if quote == "<":
                continue
            folder, _, rest = name.partition("/")
            if not rest and generated(root, own, name):
                continue
            if not rest:
                if not tree.exists(root, "dictionary/" + name):
                    found.append(f'{path}:{line}: "{name}" is included without its folder')
                elif own != ("rule" if name == "facts.def" else "dict"):
                    found.append(f'{path}:{line}: only dict reads the dictionary\'s rows, and rule its facts')
            elif not tree.exists(root, "src/" + name):
                found.append(f"{path}:{line}: src/{name} is not there")
            elif folder != own and folder not in allowed.get(own, set()):
                found.append(f"{path}:{line}: {own} may not include {folder}")
            elif folder != own and ("private" in rest or "internal" in rest):
                found.append(f"{path}:{line}: {name} is private to {folder}")
    return found


def check_cycles(root):
    """No header includes itself by a detour."""
    uses = {}
    for path in tree.files(root, ".h", under="src"):
        uses[path] = ["src/" + name for quote, name, _ in tree.includes(tree.read(root, path)) if quote == '"']
    found, done = [], set()

    def visit(path, trail):
        if path in trail:
            found.append(" includes ".join(trail[trail.index(path):] + [path]))
        elif path not in done:
            for used in uses.get(path, []):
                visit(used, trail + [path])
            done.add(path)

    for path in uses:
        visit(path, [])
    return found


def check_outside_headers(root):
    """An outside library is seen by its one owner."""
    _, owner = layers(root)
    found = []
    for path in tree.files(root, ".c", ".h", under="src"):
        for quote, name, line in tree.includes(tree.read(root, path)):
            if quote != "<" or (name.endswith(".h") and name[:-2] in STANDARD):
                continue
            if owner.get(name) != tree.src_folder(path):
                found.append(f"{path}:{line}: <{name}> belongs to {owner.get(name, 'no folder in src/LAYERS')}")
    return found
