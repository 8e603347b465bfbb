# shellcheck shell=bash
# build: one build folder per purpose, set up once.

# IN $1 the folder, $2 the compiler, the rest meson options. BUILD_TARGETS limits what is built.
# A folder whose set-up broke off, or whose source tree has moved, is set up again.
build_folder() {
    local folder=$1 compiler=$2
    shift 2
    if [[ ! -f $folder/build.ninja ]] || ! meson introspect "$folder" --buildsystem-files 2>/dev/null | grep -qF "\"$PWD/meson.build\""; then
        rm -rf "$folder"
        if ! CC=$compiler meson setup "$folder" "$@" >"$folder.log" 2>&1; then
            cat "$folder.log"
            rm -rf "$folder"
            return 1
        fi
    fi
    # shellcheck disable=SC2086  # a list of targets
    if ! ninja -C "$folder" --quiet ${BUILD_TARGETS:-} >"$folder.log" 2>&1; then
        cat "$folder.log"
        return 1
    fi
    rm -f "$folder.log"
}
