# shellcheck shell=bash
# packages: the Debian packages that a word of tools/dev needs, installed when missing and only then.

# The packages of the given groups (tools/lib/packages.txt) that are not installed, one a line.
missing_packages() {
    local group name state
    for group in "$@"; do
        while read -r name; do
            state=$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null || true)
            [[ $state == installed ]] || echo "$name"
        done < <(awk -v group="$group" '$1 == group { print $2 }' tools/lib/packages.txt)
    done | sort -u
}

# r-mathlib recommends the whole of R, so recommendations stay out.
install_packages() {
    local missing as_root=()
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} > 0)) || return 0
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "Missing: ${missing[*]}. Neither root nor sudo is here to install them; ask for: apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
    local install=("${apt[@]}" install -y -q --no-install-recommends "${missing[@]}")
    if ! "${install[@]}" >build-tools.log 2>&1 </dev/null; then # an old package list, or none yet
        if ! { "${apt[@]}" update -q && "${install[@]}"; } >build-tools.log 2>&1 </dev/null; then
            tail -n 20 build-tools.log >&2
            echo "The packages could not be installed; mend what apt-get says above and run this again." >&2
            exit 1
        fi
    fi
    rm -f build-tools.log
}
