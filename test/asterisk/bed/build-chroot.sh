#!/usr/bin/env bash
# Builds a minimal Debian of the release $2 with Asterisk in the directory $1, unless it is there. Everything comes
# from the mirror that this machine's own apt uses. Built aside and renamed, so that what stands under the name is
# whole; a second builder waits for the first. Everything is mounted in a mount namespace of its own, which ends with
# the process: nothing is left mounted, whatever happens.
set -euo pipefail

target=$1 release=$2
mkdir -p "$(dirname "$target")"
exec 9>"$target.lock"
flock 9
[[ -d $target ]] && exit 0

export DEBIAN_FRONTEND=noninteractive LC_ALL=C
if ! command -v debootstrap >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi

# The repository that serves Debian itself (not its security archive), as apt has it.
debian_repository() {
  apt-get indextargets --format '$(LABEL) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "main" { print $3; exit }'
}
mirror=$(debian_repository)
if [[ -z $mirror ]]; then
  apt-get update -qq
  mirror=$(debian_repository)
fi
[[ -n $mirror ]] || { echo "no Debian repository in this machine's apt sources" >&2; exit 1; }

building=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf --one-file-system "$building"' EXIT
chmod 755 "$building"

unshare --mount --propagation private bash -euo pipefail -c '
  building=$1 mirror=$2 release=$3
  debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --include=ca-certificates "$release" "$building" "$mirror"
  mountpoint -q "$building/proc" || mount -t proc proc "$building/proc"
  # No service is to start in there.
  printf "#!/bin/sh\nexit 101\n" >"$building/usr/sbin/policy-rc.d"
  chmod 755 "$building/usr/sbin/policy-rc.d"
  # A mirror that stands still serves an index past its date; its signature is checked all the same.
  chroot "$building" apt-get -o Acquire::Check-Valid-Until=false update
  chroot "$building" apt-get install -y --no-install-recommends \
    asterisk asterisk-core-sounds-es-wav asterisk-core-sounds-en-wav asterisk-moh-opsound-wav
  sounds=$building/usr/share/asterisk/sounds
  [[ -e $sounds/es ]] || ln -s es_MX_f_Allison "$sounds/es"
  touch "$building/etc/hosts"
  chroot "$building" apt-get clean
  rm -rf "$building"/var/lib/apt/lists/*
' build "$building" "$mirror" "$release" >"$target.log" 2>&1 || { tail -n 40 "$target.log" >&2; exit 1; }

mv -T "$building" "$target"
