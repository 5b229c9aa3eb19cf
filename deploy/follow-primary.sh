#!/bin/bash
# Copies the primary when there is nothing yet, and follows it from then on.
set -euo pipefail
export PGDATA=/var/lib/postgresql/data
PGPASSWORD=$(< "$POSTGRES_PASSWORD_FILE")
export PGPASSWORD
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  chown postgres:postgres "$PGDATA"
  chmod 0700 "$PGDATA"
  gosu postgres pg_basebackup --pgdata "$PGDATA" --wal-method stream --write-recovery-conf \
    --dbname "host=primary user=$POSTGRES_USER password=$PGPASSWORD application_name=standby"
  # Once it is promoted it must not wait for a standby of its own.
  echo "synchronous_standby_names = ''" >> "$PGDATA/postgresql.auto.conf"
fi
exec gosu postgres postgres -D "$PGDATA"
