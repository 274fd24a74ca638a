# Read by ./mvnw and ./tallystick: use_jdk sets JAVA_HOME to a JDK of at least $jdk_release.
# Maven must run on it too: its jar tool and the formatter read what the compiler wrote.
jdk_release=25

# The feature release of a JDK directory, from its "release" file or else asked of its java.
jdk_release_of() {
    jdk_version=
    if [ -r "$1/release" ]; then
        jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$jdk_version" ]; then
        jdk_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    fi
    printf '%s' "${jdk_version:-0}"
}

# A runtime without a compiler is not enough.
is_jdk() {
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] &&
        [ "$(jdk_release_of "$1")" -ge "$jdk_release" ]
}

jdk_on_path() {
    jdk_javac=$(command -v javac) || return 0
    jdk_javac=$(readlink -f "$jdk_javac" 2>/dev/null || printf '%s' "$jdk_javac")
    dirname "$(dirname "$jdk_javac")"
}

use_jdk() {
    for jdk_home in "${JAVA_HOME:-}" "$(jdk_on_path)" \
        /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* /opt/jdk/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_jdk "$jdk_home"; then
            JAVA_HOME=$jdk_home
            export JAVA_HOME
            return 0
        fi
    done
    printf '%s\n' "no JDK $jdk_release or newer found: install one and set JAVA_HOME to it" >&2
    return 1
}
