#!/bin/sh
# Serves a WordPress of its own with the plugin and two pages, one with the block and one with the
# shortcode. Debian's packages are enough, nothing needs root, and all of it is one temporary folder
# that goes when this ends:
#
#   apt-get install --no-install-recommends wordpress wordpress-theme-twentytwentythree \
#     php-cli php-mysql php-xml php-mbstring mariadb-server
#   cargo xtask start                        # in another terminal: a checkout to show
#   ./try.sh [EDGE] [PORT]                   # http://127.0.0.1:8787 and 8790 if not told

set -eu

edge=${1:-http://127.0.0.1:8787}
port=${2:-8790}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
database=
server=

finish() {
  trap - EXIT INT TERM
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  [ -z "$database" ] || { kill "$database" 2>/dev/null && wait "$database" || :; }
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() { printf '%s\n' "$*" >&2; }

for program in php mariadbd mariadb-install-db; do
  PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || { say "$program is missing: see the head of this file."; exit 1; }
done
[ -d /usr/share/wordpress ] || { say 'WordPress is missing: see the head of this file.'; exit 1; }
PATH=$PATH:/usr/sbin

say 'Starting a database …'
mkdir "$folder/data"
as_root=
[ "$(id -u)" -ne 0 ] || as_root=--user=root
mariadb-install-db --no-defaults $as_root --datadir="$folder/data" --auth-root-authentication-method=normal \
  --skip-test-db >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
mariadbd --no-defaults $as_root --datadir="$folder/data" --socket="$folder/sql" --pid-file="$folder/pid" \
  --skip-networking >"$folder/log" 2>&1 &
database=$!
tries=0
until [ -S "$folder/sql" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] && kill -0 "$database" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.5
done

say 'Installing WordPress …'
# Debian's tree links to the packages of what it is made of.
cp -RL /usr/share/wordpress "$folder/site"
rm -f "$folder/site/wp-config.php"
mkdir -p "$folder/site/wp-content/plugins" "$folder/site/wp-content/themes"
[ ! -d /var/lib/wordpress/wp-content ] || cp -RL /var/lib/wordpress/wp-content/. "$folder/site/wp-content/"
cp -R "$here/obole-checkout" "$folder/site/wp-content/plugins/"
password=$(php -r 'echo bin2hex(random_bytes(9));')
export OBOLE_TRY_SOCKET="$folder/sql" OBOLE_TRY_URL="http://127.0.0.1:$port" OBOLE_TRY_EDGE="$edge" OBOLE_TRY_PASSWORD="$password"
php "$here/try.php" "$folder/site"

say "
  http://127.0.0.1:$port/?page_id=2        the block
  http://127.0.0.1:$port/?page_id=3        the shortcode
  http://127.0.0.1:$port/wp-admin/         user admin, password $password

Ctrl-C ends it and removes everything."
php -S "127.0.0.1:$port" -t "$folder/site" >"$folder/log" 2>&1 &
server=$!
wait "$server"
